import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { compareIds } from "../../snowflake.ts";
import { addReaction, clearReactions, findReaction, removeReaction } from "../../state/messages.ts";
import type { Channel, Message } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { userWire } from "../../wire/user.ts";
import { readEmoji } from "../emoji.ts";
import { refuse } from "../errors.ts";
import { integer, model, snowflake } from "../form.ts";
import { channelOr404, demandIn, messageOr404 } from "../lookup.ts";
import { route } from "../route.ts";

const MAX_REACTIONS = 20;
const BASE = "/channels/:channel_id/messages/:message_id/reactions";
const page = model({
  after: snowflake().optional(),
  limit: integer(1, 100).optional(),
  type: integer(0, 1).optional(),
});

/** Reactions of a message. */
export const reactionRoutes = [
  route("PUT", `${BASE}/:emoji/@me`, {}, ({ world, params }) => {
    const { channel, message } = target(world, params);
    const emoji = readEmoji(world, params.emoji);
    if (!findReaction(message, emoji)) {
      demandIn(world, channel, P.AddReactions);
      if (message.reactions.length >= MAX_REACTIONS) refuse("tooManyReactions");
    }
    addReaction(world, channel, message, world.botId, emoji);
  }),
  route("DELETE", `${BASE}/:emoji/@me`, {}, ({ world, params }) => {
    const { channel, message } = target(world, params);
    removeReaction(world, channel, message, world.botId, readEmoji(world, params.emoji));
  }),
  route("DELETE", `${BASE}/:emoji/:user_id`, {}, ({ world, params }) => {
    const { channel, message } = target(world, params);
    if (params.user_id !== world.botId) demandIn(world, channel, P.ManageMessages);
    if (!world.users.has(params.user_id)) refuse("unknownUser");
    removeReaction(world, channel, message, params.user_id, readEmoji(world, params.emoji));
  }),
  route("GET", `${BASE}/:emoji`, { query: page }, ({ world, params, query }) => {
    const { message } = target(world, params);
    const users = [...findReaction(message, readEmoji(world, params.emoji))?.userIds ?? []].sort(compareIds);
    return users.filter((id) => !query.after || compareIds(id, query.after) > 0).slice(0, query.limit ?? 25)
      .map((id) => userWire(world.user(id)));
  }),
  route("DELETE", `${BASE}/:emoji`, {}, ({ world, params }) => {
    const { channel, message } = target(world, params);
    demandIn(world, channel, P.ManageMessages);
    clearReactions(world, channel, message, readEmoji(world, params.emoji));
  }),
  route("DELETE", BASE, {}, ({ world, params }) => {
    const { channel, message } = target(world, params);
    demandIn(world, channel, P.ManageMessages);
    clearReactions(world, channel, message);
  }),
];

function target(
  world: World,
  params: { channel_id: string; message_id: string },
): { channel: Channel; message: Message } {
  const channel = channelOr404(world, params.channel_id);
  return { channel, message: messageOr404(world, channel, params.message_id) };
}
