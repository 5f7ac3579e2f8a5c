import type { Interaction, Message, Wire } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { messageWire } from "../../wire/message.ts";
import { FLAGS } from "../compose.ts";
import { refuseField } from "../errors.ts";
import { answerable } from "../interaction-token.ts";
import { editMessage } from "../post-message.ts";
import { channelOf, deferReply, respond } from "../respond.ts";
import { Reply, route, type Upload } from "../route.ts";
import { callback, callbackQuery } from "../schemas/interaction.ts";
import type { MessageCreate, MessageEdit } from "../schemas/message.ts";

/** Which callbacks an interaction type accepts: commands, components, autocomplete, modal submits. */
const ACCEPTED: Record<number, number[]> = {
  2: [4, 5, 9, 12],
  3: [4, 5, 6, 7, 9, 12],
  4: [8],
  5: [4, 5, 6, 7, 12],
};

/** The first answer to an interaction. */
export const interactionRoutes = [
  route(
    "POST",
    "/interactions/:interaction_id/:interaction_token/callback",
    { body: callback, query: callbackQuery, auth: false },
    ({ world, params, body, query, files }) => {
      const interaction = answerable(world, params.interaction_id, params.interaction_token);
      const { type } = body;
      const fromMessage = interaction.sourceMessageId !== null;
      if (!ACCEPTED[interaction.type]?.includes(type) || ((type === 6 || type === 7) && !fromMessage)) {
        refuseField(
          ["type"],
          "INTERACTION_APPLICATION_COMMAND_INVALID_TYPE",
          "Interaction callback type is not valid for this interaction",
        );
      }
      const data = "data" in body ? (body.data ?? null) as Wire | null : null;
      const message = perform(world, interaction, type, data, files);
      interaction.callback = { type, data };
      world.bus.changed();
      return query.with_response ? new Reply(200, report(world, interaction, type, message)) : undefined;
    },
  ),
];

function perform(
  world: World,
  interaction: Interaction,
  type: number,
  data: Wire | null,
  files: Upload[],
): Message | null {
  if (type === 4) return respond(world, interaction, data as MessageCreate, files);
  if (type === 5) return deferReply(world, interaction, (data as MessageCreate | null)?.flags ?? 0);
  if (type !== 6 && type !== 7) return null;
  interaction.originalId = interaction.sourceMessageId;
  const source = world.message(interaction.channelId, interaction.sourceMessageId!);
  if (!source || type === 6) return null;
  return data
    ? editMessage(world, channelOf(world, interaction), source, data as MessageEdit, files)
    : source;
}

function report(world: World, interaction: Interaction, type: number, message: Message | null): Wire {
  const about: Wire = { id: interaction.id, type: interaction.type };
  if (message) {
    Object.assign(about, {
      response_message_id: message.id,
      response_message_loading: interaction.loading,
      response_message_ephemeral: (message.flags & FLAGS.ephemeral) !== 0,
    });
  }
  about.channel_id = interaction.channelId;
  if (interaction.guildId) about.guild_id = interaction.guildId;
  return message
    ? { interaction: about, resource: { type, message: messageWire(world, message) } }
    : { interaction: about };
}
