import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { compareIds, snowflakeTime } from "../../snowflake.ts";
import { audit } from "../../state/audit.ts";
import { messageChanged, removeMessages } from "../../state/messages.ts";
import { refuse } from "../errors.ts";
import { integer, list, model, snowflake } from "../form.ts";
import { botMay, channelOr404, demandIn, messageOr404 } from "../lookup.ts";
import { editMessage, postMessage, readable } from "../post-message.ts";
import { route } from "../route.ts";
import { messageCreate, messageEdit } from "../schemas/message.ts";

const FOURTEEN_DAYS_MS = 14 * 86_400_000;

const page = model({
  before: snowflake().optional(),
  after: snowflake().optional(),
  around: snowflake().optional(),
  limit: integer(1, 100).optional(),
});

/** Messages of a channel, and typing. */
export const messageRoutes = [
  route(
    "POST",
    "/channels/:channel_id/messages",
    { body: messageCreate },
    ({ world, params, body, files }) => {
      const channel = channelOr404(world, params.channel_id);
      return readable(world, postMessage(world, channel, body, files));
    },
  ),
  route("GET", "/channels/:channel_id/messages", { query: page }, ({ world, params, query }) => {
    const channel = channelOr404(world, params.channel_id);
    if (!botMay(world, channel, P.ReadMessageHistory)) return [];
    const all = world.messagesOf(channel.id).filter((message) => !message.ephemeralFor);
    const limit = query.limit ?? 50;
    const { before, after, around } = query;
    let chosen = all.slice(-limit);
    if (before) chosen = all.filter(({ id }) => compareIds(id, before) < 0).slice(-limit);
    else if (after) chosen = all.filter(({ id }) => compareIds(id, after) > 0).slice(0, limit);
    else if (around) {
      const centre = all.findIndex(({ id }) => compareIds(id, around) >= 0);
      const start = Math.max(0, (centre < 0 ? all.length : centre) - Math.floor(limit / 2));
      chosen = all.slice(start, start + limit);
    }
    return chosen.reverse().map((message) => readable(world, message));
  }),
  route("GET", "/channels/:channel_id/messages/:message_id", {}, ({ world, params }) => {
    const channel = channelOr404(world, params.channel_id);
    return readable(world, messageOr404(world, channel, params.message_id));
  }),
  route(
    "PATCH",
    "/channels/:channel_id/messages/:message_id",
    { body: messageEdit },
    ({ world, params, body, files }) => {
      const channel = channelOr404(world, params.channel_id);
      const message = messageOr404(world, channel, params.message_id, 0n);
      const own = message.authorId === world.botId && !message.webhookAuthor;
      if (!own) {
        const onlyFlags = Object.entries(body).every(([key, value]) =>
          key === "flags" || value === undefined
        );
        if (!onlyFlags) refuse("notOwnMessage");
        demandIn(world, channel, P.ManageMessages);
      }
      return readable(world, editMessage(world, channel, message, body, files));
    },
  ),
  route("DELETE", "/channels/:channel_id/messages/:message_id", {}, ({ world, params, reason }) => {
    const channel = channelOr404(world, params.channel_id);
    const message = messageOr404(world, channel, params.message_id, 0n);
    const own = message.authorId === world.botId;
    if (!own && !channel.guildId) refuse("wrongChannelForDirect");
    if (!own) demandIn(world, channel, P.ManageMessages);
    removeMessages(world, channel, [message]);
    const guild = world.guildOf(channel);
    if (!own && guild) {
      const options = { channel_id: channel.id, count: "1" };
      audit(world, guild, { actionType: 72, targetId: message.authorId, reason, options });
    }
  }),
  route(
    "POST",
    "/channels/:channel_id/messages/bulk-delete",
    { body: model({ messages: list(snowflake(), 10_000) }) },
    ({ world, params, body, reason }) => {
      const channel = channelOr404(world, params.channel_id, P.ManageMessages);
      const ids = [...new Set(body.messages)];
      if (ids.length < 2 || ids.length > 100) refuse("bulkDeleteCount");
      if (ids.some((id) => world.clock.now() - snowflakeTime(id) > FOURTEEN_DAYS_MS)) {
        refuse("bulkDeleteTooOld");
      }
      const found = ids.map((id) => world.message(channel.id, id)).filter((one) => one && !one.ephemeralFor);
      removeMessages(world, channel, found as NonNullable<typeof found[number]>[], true);
      const guild = world.guildOf(channel);
      if (guild) {
        const options = { count: String(found.length) };
        audit(world, guild, { actionType: 73, targetId: channel.id, reason, options });
      }
    },
  ),
  route("POST", "/channels/:channel_id/messages/:message_id/crosspost", {}, ({ world, params }) => {
    const channel = channelOr404(world, params.channel_id, P.SendMessages);
    const message = messageOr404(world, channel, params.message_id);
    if (channel.type !== 5) refuse("wrongChannelType");
    if (message.authorId !== world.botId) demandIn(world, channel, P.ManageMessages);
    if (message.flags & 1) refuse("alreadyCrossposted");
    message.flags |= 1;
    messageChanged(world, message);
    return readable(world, message);
  }),
  route("POST", "/channels/:channel_id/typing", {}, ({ world, params }) => {
    const channel = channelOr404(world, params.channel_id, P.SendMessages);
    world.bus.emit({
      t: "TYPING_START",
      guildId: channel.guildId,
      channelId: channel.id,
      d: {
        channel_id: channel.id,
        user_id: world.botId,
        timestamp: Math.floor(world.clock.now() / 1000),
        ...(channel.guildId ? { guild_id: channel.guildId } : {}),
      },
    });
  }),
];
