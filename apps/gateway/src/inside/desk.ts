/**
 * @module Takes what people ask of flora itself out of the stream of interactions, before any script could see it, and
 * answers it to them alone. What is asked for happens in the API, where bundler and records are.
 */
import { ControlError } from "@flora/model";
import type { apiMethods } from "@flora/protocol";
import type { Logger } from "@flora/telemetry";
import { InteractionResponseType as Answer, MessageFlags } from "discord-api-types/v10";
import type { z } from "zod";
import type { Payload } from "../discord/normalize.ts";
import type { Interactions } from "../rest/interactions.ts";
import type { Office } from "./office.ts";
import { type InsideRequest, readRequest } from "./request.ts";
import { findSource, type SourceParts } from "./sources.ts";

type Api = typeof apiMethods;

export interface DeskParts extends SourceParts {
  interactions: Interactions;
  log: Logger;
}

/** Discord waits three seconds for suggestions. */
const COMPLETE_MS = 2_000;
/** Longer than any limit for loading is by default; Discord takes answers for a quarter of an hour. */
const COMMAND_MS = 5 * 60_000;
/** Commands of one guild that are under way. */
const MOST_AT_ONCE = 3;

const AWAY = "Cannot ask the API: it is not there right now, try again in a moment";
const NOT_ALLOWED = "This takes the permission Manage Server.";
const BUSY = "flora is still busy with what was asked before. Please wait for that to end.";
const FAILED = "flora failed. Its operator can read why.";

export class InsideDesk {
  readonly #running = new Map<string, number>();
  /** The API that came last. */
  #office: Office | undefined;

  constructor(private readonly parts: DeskParts) {}

  /** From now on it is asked, until it goes. */
  attend(office: Office): void {
    this.#office = office;
    void office.closed.then(() => {
      if (this.#office === office) this.#office = undefined;
    });
  }

  /** Settles when the person has been answered; undefined where it is not for flora itself. */
  take(payload: Payload): Promise<void> | undefined {
    const request = readRequest(payload);
    if (!request) return undefined;
    const { interaction: { id, token }, member: { guildId } } = request;
    this.parts.interactions.add({ id, token, type: payload.d.type, guildId, receivedAt: Date.now() });
    const work = request.typing ? this.#complete(request) : this.#command(request);
    return work.catch((error) => {
      this.parts.log.warn({ guildId, err: error }, `Cannot answer /flora ${request.command}`);
    });
  }

  async #complete({ manages, typing, interaction, ...request }: InsideRequest): Promise<void> {
    const { member, command, options } = request;
    const choices = !manages
      ? []
      : await this.#ask("complete", { member, command, options, ...typing! }, COMPLETE_MS)
        .then((answer) => answer.choices, () => []);
    await this.#respond(request, interaction, {
      type: Answer.ApplicationCommandAutocompleteResult,
      data: { choices },
    });
  }

  async #command(request: InsideRequest): Promise<void> {
    const { interaction, member: { guildId } } = request;
    const say = (content: string) =>
      this.#respond(request, interaction, {
        type: Answer.ChannelMessageWithSource,
        data: { ...quiet(content), flags: MessageFlags.Ephemeral },
      });
    if (!request.manages) return await say(NOT_ALLOWED);
    const running = this.#running.get(guildId) ?? 0;
    if (running >= MOST_AT_ONCE) return await say(BUSY);
    this.#running.set(guildId, running + 1);
    try {
      const data = { flags: MessageFlags.Ephemeral };
      await this.#respond(request, interaction, { type: Answer.DeferredChannelMessageWithSource, data });
      const content = await this.#do(request);
      const params = { interactionId: interaction.id, interactionToken: interaction.token };
      const body = quiet(content);
      const edited = await this.parts.discord.request({
        guildId,
        route: "interactions.editOriginal",
        params,
        body,
      });
      if (!edited.ok) throw new Error(edited.message);
    } finally {
      const left = this.#running.get(guildId)! - 1;
      if (left > 0) this.#running.set(guildId, left);
      else this.#running.delete(guildId);
    }
  }

  /** What the person reads; never rejects. */
  async #do(request: InsideRequest): Promise<string> {
    const { member, command, options } = request;
    try {
      const file = command === "deploy" ? await findSource(request, this.parts) : undefined;
      return (await this.#ask("command", { member, command, options, file }, COMMAND_MS)).content;
    } catch (error) {
      if (error instanceof ControlError && error.code !== "INTERNAL") return error.message;
      this.parts.log.error({ guildId: member.guildId, err: error }, `Cannot do /flora ${command}`);
      return FAILED;
    }
  }

  async #ask<K extends keyof Api & string>(method: K, params: z.input<Api[K]["params"]>, timeoutMs: number) {
    if (!this.#office) throw new ControlError("UNAVAILABLE", AWAY);
    return await this.#office.call(method, params, timeoutMs);
  }

  async #respond(
    { member: { guildId } }: Pick<InsideRequest, "member">,
    { id, token }: InsideRequest["interaction"],
    body: object,
  ): Promise<void> {
    const params = { interactionId: id, interactionToken: token };
    const response = await this.parts.discord.request({
      guildId,
      route: "interactions.respond",
      params,
      body,
    });
    if (!response.ok) throw new Error(response.message);
  }
}

/** Whatever a script or a member put into it, it calls nobody. */
function quiet(content: string) {
  return { content, allowed_mentions: { parse: [] } };
}
