/** @module Answers interactions that no script will: nobody who presses a button is left with silence. */
import type { DiscordPort } from "@flora/discord";
import type { DispatchEvent } from "@flora/model";
import { InteractionResponseType as Answer, InteractionType, MessageFlags } from "discord-api-types/v10";
import type { Logger } from "@flora/telemetry";
import type { GatewayMetrics } from "./metrics.ts";
import type { Interactions } from "./rest/interactions.ts";

/** `busy`: a script should have answered and could not. `unknown`: no script here knows it. `paused`: by its owner. */
export type Unserved = "busy" | "unknown" | "paused";

const texts: Record<Unserved, string> = {
  busy: "This server's bot is busy right now. Please try again in a moment.",
  unknown: "Nothing here answers that any more.",
  paused: "This server's bot is paused.",
};

export interface UnservedParts {
  discord: DiscordPort;
  interactions: Interactions;
  metrics: GatewayMetrics;
  log: Logger;
}

/** Never rejects. An answer given meanwhile stays; a promised one (deferred) is redeemed. */
export async function answerUnserved(
  parts: UnservedParts,
  event: DispatchEvent,
  why: Unserved,
): Promise<void> {
  const { interaction, guildId } = event;
  if (!interaction) return;
  const answered = parts.interactions.get(interaction.id)?.answered;
  const deferred = answered === Answer.DeferredChannelMessageWithSource;
  if (answered !== undefined && !deferred) return;
  parts.metrics.unserved.inc();
  const message = { content: texts[why], flags: MessageFlags.Ephemeral };
  const params = { interactionId: interaction.id, interactionToken: interaction.token };
  const response = await parts.discord.request(
    deferred
      ? { guildId, route: "interactions.editOriginal", params, body: { content: texts[why] } }
      : { guildId, route: "interactions.respond", params, body: answerFor(interaction.type, message) },
  );
  if (!response.ok) {
    parts.log.info(
      { guildId, event: event.event },
      `Cannot answer an interaction in time: ${response.message}`,
    );
  }
}

function answerFor(type: number, data: object): object {
  return type === InteractionType.ApplicationCommandAutocomplete
    ? { type: Answer.ApplicationCommandAutocompleteResult, data: { choices: [] } }
    : { type: Answer.ChannelMessageWithSource, data };
}
