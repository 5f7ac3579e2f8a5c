/** @module What becomes of a dispatch from Discord: cache, interest, script, and an answer where the script gives none. */
import type { DispatchEvent, GuildId, WhyReason } from "@flora/model";
import { clock } from "@flora/model/clock";
import type { DiscordCache } from "./discord/cache.ts";
import { guildOf, newEventId, normalize, type Payload } from "./discord/normalize.ts";
import type { Logger } from "@flora/telemetry";
import type { Interest } from "./interest.ts";
import type { GatewayMetrics } from "./metrics.ts";
import type { Outcome } from "./pool/worker-link.ts";
import type { Interactions } from "./rest/interactions.ts";
import type { Unserved } from "./unserved.ts";

export interface ReceiverParts {
  cache: DiscordCache;
  interest: Interest;
  interactions: Interactions;
  metrics: GatewayMetrics;
  log: Logger;
  deliver(event: DispatchEvent): Promise<Outcome>;
  answerUnserved(event: DispatchEvent, why: Unserved): Promise<void>;
  /** The guild's script would do nothing with it. */
  onFiltered(guildId: GuildId, payload: Payload, reason: WhyReason): void;
  /** The bot is in the guild, or in it again. */
  onAvailable(guildId: GuildId): void;
  /** The bot is not in the guild any more. */
  onLeft(guildId: GuildId): void;
}

export class Receiver {
  /** Guilds whose script was told that it is ready. */
  readonly #greeted = new Set<GuildId>();

  constructor(private readonly parts: ReceiverParts) {}

  receive(payload: Payload): void {
    const { cache, interest, metrics } = this.parts;
    metrics.received.inc();
    const changes = cache.apply(payload);
    const guildId = guildOf(payload);
    if (guildId !== undefined) {
      const refusal = interest.refusal(guildId, payload);
      if (refusal === undefined) this.#pass(payload);
      else {
        this.parts.onFiltered(guildId, payload, refusal);
        if (payload.t === "INTERACTION_CREATE") this.#passOver(payload);
        else metrics.uninteresting.inc();
      }
    }
    for (const { kind, guildId } of changes) {
      if (kind === "available") {
        if (!this.#greeted.has(guildId)) this.ready(guildId);
        this.parts.onAvailable(guildId);
        continue;
      }
      this.#greeted.delete(guildId);
      this.parts.onLeft(guildId);
    }
  }

  /** Tells the guild's script that events flow now: once per start of the gateway and after each deploy. */
  ready(guildId: GuildId): void {
    if (!this.parts.cache.has(guildId)) return;
    this.#greeted.add(guildId);
    if (!this.parts.interest.has(guildId, "ready")) return;
    const msg = { guildId, botUserId: this.parts.cache.botUserId };
    void this.parts.deliver({
      id: newEventId(),
      guildId,
      kind: "lifecycle",
      event: "ready",
      msg,
      raw: msg,
      receivedAt: clock.now(),
      redelivered: false,
    });
  }

  async #pass(payload: Payload): Promise<void> {
    const event = normalize(payload, clock.now());
    if (!event) return;
    this.#remember(event);
    const outcome = await this.parts.deliver(event);
    if (outcome.status === "dropped" || outcome.status === "lost") {
      const { guildId, id, event: name } = event;
      this.parts.log.debug(
        { guildId, event: id },
        `Event ${name} of guild ${guildId} did not run: ${outcome.reason}`,
      );
      await this.parts.answerUnserved(event, "busy");
    }
  }

  async #passOver(payload: Payload): Promise<void> {
    const event = normalize(payload, clock.now());
    if (!event) return;
    this.#remember(event);
    await this.parts.answerUnserved(event, "unknown");
  }

  #remember({ guildId, interaction, receivedAt }: DispatchEvent): void {
    if (!interaction) return;
    const { id, token, type } = interaction;
    this.parts.interactions.add({ id, token, type, guildId, receivedAt });
  }
}
