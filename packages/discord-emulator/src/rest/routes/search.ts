import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { compareIds } from "../../snowflake.ts";
import { canView } from "../../state/permissions.ts";
import type { Channel, Message } from "../../state/types.ts";
import { channelWire, threadMemberWire } from "../../wire/channel.ts";
import { threadsOf } from "../../wire/guild.ts";
import { choice, flag, integer, model, snowflake, text } from "../form.ts";
import { botMay, guildChannelOr404, guildOr404 } from "../lookup.ts";
import { readable } from "../post-message.ts";
import { route } from "../route.ts";

const page = {
  limit: integer(1, 25).optional(),
  offset: integer(0, 9975).optional(),
  sort_order: choice(["asc", "desc"]).optional(),
};
const messageQuery = model({
  ...page,
  content: text(1024).optional(),
  author_id: snowflake().optional(),
  channel_id: snowflake().optional(),
  pinned: flag().optional(),
  min_id: snowflake().optional(),
  max_id: snowflake().optional(),
});
const threadQuery = model({
  ...page,
  name: text(100).optional(),
  archived: flag().optional(),
  tag: snowflake().optional(),
});

/** Search by words, author, channel and age; of a filter that is given several times the last one counts. */
export const searchRoutes = [
  route("GET", "/guilds/:guild_id/messages/search", { query: messageQuery }, ({ world, params, query }) => {
    const guild = guildOr404(world, params.guild_id);
    const channels = [...guild.channelIds, ...guild.threadIds].map((id) => world.channels.get(id))
      .filter((one): one is Channel => one !== undefined && canView(world, world.botId, one))
      .filter((one) => botMay(world, one, P.ReadMessageHistory))
      .filter(({ id }) => !query.channel_id || query.channel_id === id);
    const fits = (message: Message) =>
      !message.ephemeralFor &&
      (!query.content || message.content.toLowerCase().includes(query.content.toLowerCase())) &&
      (!query.author_id || message.authorId === query.author_id) &&
      (query.pinned === undefined || (message.pinnedAt !== null) === query.pinned) &&
      (!query.min_id || compareIds(message.id, query.min_id) > 0) &&
      (!query.max_id || compareIds(message.id, query.max_id) < 0);
    const found = channels.flatMap(({ id }) => world.messagesOf(id)).filter(fits);
    const shown = cut(found, query);
    const threads = channels.filter(({ id, thread }) =>
      thread && shown.some(({ channelId }) => channelId === id)
    );
    return {
      messages: shown.map((message) => [{ ...readable(world, message), hit: true }]),
      threads: threads.map((thread) => channelWire(world, thread)),
      members: [],
      doing_deep_historical_index: false,
      total_results: found.length,
    };
  }),
  route("GET", "/channels/:channel_id/threads/search", { query: threadQuery }, ({ world, params, query }) => {
    const { channel, guild } = guildChannelOr404(world, params.channel_id, P.ReadMessageHistory);
    const found = threadsOf(world, guild).filter((one) =>
      one.parentId === channel.id && canView(world, world.botId, one) &&
      (!query.name || one.name.toLowerCase().includes(query.name.toLowerCase())) &&
      (query.archived === undefined || one.thread!.archived === query.archived) &&
      (!query.tag || one.thread!.appliedTags.includes(query.tag))
    );
    const shown = cut(found, query);
    const joined = shown.filter(({ thread }) => thread!.members.has(world.botId));
    return {
      threads: shown.map((thread) => channelWire(world, thread)),
      members: joined.map((thread) => threadMemberWire(thread, world.botId)),
      has_more: found.length > (query.offset ?? 0) + shown.length,
      total_results: found.length,
    };
  }),
];

/** One page, newest first unless asked otherwise. */
function cut<T extends { id: string }>(
  found: T[],
  { limit = 25, offset = 0, sort_order }: {
    limit?: number | undefined;
    offset?: number | undefined;
    sort_order?: string | undefined;
  },
): T[] {
  const sorted = found.sort((a, b) => sort_order === "asc" ? compareIds(a.id, b.id) : compareIds(b.id, a.id));
  return sorted.slice(offset, offset + limit);
}
