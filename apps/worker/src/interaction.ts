/** @module Interactions on the host's side: opaque handles in, and no silence after a failed handler. The gateway answers for what was dropped or lost. */
import { MessageFlags } from "discord-api-types/v10";
import type { DispatchEvent, GuildId } from "@flora/model";
import type { Services } from "./services.ts";

/** Discord's interaction type of a typing user who waits for choices, and the two answers flora gives by itself. */
const AUTOCOMPLETE = 4;
const ANSWER_MESSAGE = 4;
const ANSWER_CHOICES = 8;

/** Discord takes a first answer for this long, in milliseconds. */
export const FIRST_ANSWER_MS = 3_000;
/** The gateway needs this much of that to tell the user that nobody answers, in milliseconds. */
const BUSY_ANSWER_MS = 500;

/** For the log of a guild whose interaction had to be given up. */
export const EXPIRED = "An interaction waited too long for its turn: its user was told that the bot is busy";

/** How long an event may wait for its turn, in milliseconds, where somebody waits for it; undefined where nobody does. */
export function patienceOf({ interaction, receivedAt }: DispatchEvent, now: number): number | undefined {
  return interaction && Math.max(0, receivedAt + FIRST_ANSWER_MS - BUSY_ANSWER_MS - now);
}

const failureTexts = {
  threw: "This command failed.",
  "timed-out": "This command took too long.",
} as const;

/** Issues a handle for the event's interaction and puts it where a script looks for the token. */
export function withHandle(
  services: Pick<Services, "interactions">,
  event: DispatchEvent,
): { msg: unknown; raw: unknown; handle?: string } {
  const { interaction, guildId, msg, raw } = event;
  if (!interaction) return { msg, raw };
  const { id, ...rest } = interaction;
  const handle = services.interactions.issue(guildId, { interactionId: id, ...rest });
  return {
    msg: { ...(msg as object), interactionToken: handle },
    raw: { ...(raw as object), token: handle },
    handle,
  };
}

/** Whether Discord still waits for a first answer, as far as this host knows. */
export function isUnanswered(
  services: Pick<Services, "interactions">,
  guildId: GuildId,
  handle: string,
): boolean {
  try {
    return !services.interactions.forGuild(guildId).resolve(handle).acknowledged;
  } catch {
    return false;
  }
}

/** Tells the user who waits, and nobody else, that there is no answer; a refusal of Discord's is of no consequence. */
export async function answerFailure(
  { discord }: Pick<Services, "discord">,
  { guildId, interaction }: DispatchEvent,
  outcome: keyof typeof failureTexts,
): Promise<void> {
  if (!interaction) return;
  const content = failureTexts[outcome];
  await discord.request({
    guildId,
    route: "interactions.respond",
    params: { interactionId: interaction.id, interactionToken: interaction.token },
    query: { with_response: false },
    body: interaction.type === AUTOCOMPLETE
      ? { type: ANSWER_CHOICES, data: { choices: [] } }
      : { type: ANSWER_MESSAGE, data: { content, flags: MessageFlags.Ephemeral } },
  });
}
