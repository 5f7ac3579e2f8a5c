/** @module What becomes of a dispatch from Discord: cache, interest, script, and an answer where the script gives none. */
import type { DispatchEvent, GuildId, WhyReason } from "@flora/model";
import { clock } from "@flora/model/clock";
import type { DiscordCache } from "./discord/cache.ts";
import { camelKeys, guildOf, normalize, type Payload } from "./discord/normalize.ts";
import type { Logger } from "@flora/telemetry";
import type { Interest } from "./interest.ts";
import type { GatewayMetrics } from "./metrics.ts";
import { ownEvent } from "./own-event.ts";
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
  /** Takes what is asked of flora itself; undefined for everything else. */
  forFlora(payload: Payload): Promise<void> | undefined;
  /** The bot is in the guild, or in it again. */
  onAvailable(guildId: GuildId): void;
  /** The bot is not in the guild any more. */
  onLeft(guildId: GuildId): void;
}

/** Discord waits this long for the first answer to an interaction, in milliseconds. */
const FIRST_ANSWER_MS = 3_000;

export class Receiver {
  /** Guilds whose script was told that it is ready. */
  readonly #greeted = new Set<GuildId>();

  constructor(private readonly parts: ReceiverParts) {}

  /** Settles when what the payload led to is finished; undefined where it led to nothing. */
  receive(payload: Payload): Promise<void> | undefined {
    const { cache, interest, metrics } = this.parts;
    metrics.received.inc();
    const changes = cache.apply(payload);
    const guildId = guildOf(payload);
    let work = this.parts.forFlora(payload);
    if (guildId !== undefined && !work) {
      const refusal = interest.refusal(guildId, payload);
      if (refusal === undefined) work = this.#pass(payload);
      else {
        this.parts.onFiltered(guildId, payload, refusal);
        if (payload.t === "INTERACTION_CREATE") work = this.#passOver(payload);
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
    return work;
  }

  /** Tells the guild's script that events flow now: once per start of the gateway and after each deploy. */
  ready(guildId: GuildId): void {
    if (!this.parts.cache.has(guildId)) return;
    this.#greeted.add(guildId);
    if (!this.parts.interest.has(guildId, "ready")) return;
    const { botUser, botUserId } = this.parts.cache;
    const msg = { guildId, guildIds: [guildId], user: camelKeys(botUser), botUserId };
    void this.parts.deliver(ownEvent({ guildId, kind: "lifecycle", event: "ready", msg }));
  }

  async #pass(payload: Payload): Promise<void> {
    const event = this.#read(payload);
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
    const event = this.#read(payload);
    if (!event) return;
    this.#remember(event);
    await this.parts.answerUnserved(event, "unknown");
  }

  /** The event for a script; undefined for an interaction that comes again after Discord has given it up. */
  #read(payload: Payload): DispatchEvent | undefined {
    const now = clock.now();
    const isOld = payload.again && payload.t === "INTERACTION_CREATE";
    const receivedAt = isOld ? Math.min(now, madeAt(payload.d.id)) : now;
    if (now - receivedAt <= FIRST_ANSWER_MS) return normalize(payload, receivedAt);
    this.parts.metrics.staleInteractions.inc();
    return undefined;
  }

  #remember({ guildId, interaction, receivedAt }: DispatchEvent): void {
    if (!interaction) return;
    const { id, token, type } = interaction;
    this.parts.interactions.add({ id, token, type, guildId, receivedAt });
  }
}

const DISCORD_EPOCH_MS = 1_420_070_400_000;

/** When Discord made something, by its id. Unix milliseconds. */
function madeAt(id: string): number {
  return Number(BigInt(id) >> 22n) + DISCORD_EPOCH_MS;
}
