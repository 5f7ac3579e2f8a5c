import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { z } from "zod";
import { compareIds } from "../../snowflake.ts";
import { audit } from "../../state/audit.ts";
import { channelChanged } from "../../state/channels.ts";
import { addMessage, messageChanged } from "../../state/messages.ts";
import { canView } from "../../state/permissions.ts";
import { addThread, joinThread, leaveThread } from "../../state/threads.ts";
import type { Channel, Guild, Wire } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { channelWire, threadMemberWire } from "../../wire/channel.ts";
import { threadsOf } from "../../wire/guild.ts";
import { messageWire } from "../../wire/message.ts";
import { memberWire } from "../../wire/user.ts";
import { refuse, refuseField } from "../errors.ts";
import { flag, integer, model, snowflake, text } from "../form.ts";
import { botMay, demandIn, guildChannelOr404, guildOr404, memberOr404, messageOr404 } from "../lookup.ts";
import { postMessage } from "../post-message.ts";
import { created, route } from "../route.ts";
import { type channelPatch, threadCreate, threadFromMessage } from "../schemas/channel.ts";

const withMember = model({
  with_member: flag().optional(),
  limit: integer(1, 100).optional(),
  after: text(20).optional(),
});
const archivedQuery = model({ before: text(64).optional(), limit: integer(2, 100).optional() });

/** Threads and who is in them. */
export const threadRoutes = [
  route(
    "POST",
    "/channels/:channel_id/messages/:message_id/threads",
    { body: threadFromMessage },
    ({ world, params, body, reason }) => {
      const { channel, guild } = guildChannelOr404(world, params.channel_id, P.CreatePublicThreads);
      if (channel.thread || ![0, 5].includes(channel.type)) refuse("wrongChannelType");
      const message = messageOr404(world, channel, params.message_id);
      if (world.channels.has(message.id)) refuse("threadExists");
      const thread = addThread(world, guild, channel, {
        id: message.id,
        type: channel.type === 5 ? 10 : 11,
        name: body.name,
        ownerId: world.botId,
        autoArchiveDuration: body.auto_archive_duration ?? 1440,
        rateLimitPerUser: body.rate_limit_per_user ?? 0,
      });
      message.flags |= 1 << 5;
      messageChanged(world, message);
      audit(world, guild, { actionType: 110, targetId: thread.id, reason });
      return created(ownWire(world, thread));
    },
  ),
  route(
    "POST",
    "/channels/:channel_id/threads",
    { body: threadCreate },
    ({ world, params, body, files, reason }) => {
      const { channel, guild } = guildChannelOr404(world, params.channel_id);
      const forum = channel.type === 15 || channel.type === 16;
      if (channel.thread || (!forum && ![0, 5].includes(channel.type))) refuse("wrongChannelType");
      const type = forum ? 11 : body.type ?? 12;
      if (forum) demandIn(world, channel, P.SendMessages);
      else demandIn(world, channel, type === 12 ? P.CreatePrivateThreads : P.CreatePublicThreads);
      if (forum && !body.message) refuseField(["message"], "BASE_TYPE_REQUIRED", "This field is required");
      const thread = addThread(world, guild, channel, {
        type,
        name: body.name,
        ownerId: world.botId,
        autoArchiveDuration: body.auto_archive_duration ?? 1440,
        rateLimitPerUser: body.rate_limit_per_user ?? 0,
        invitable: body.invitable ?? true,
        appliedTags: body.applied_tags ?? [],
      });
      audit(world, guild, { actionType: 110, targetId: thread.id, reason });
      if (forum) {
        const message = postMessage(world, thread, body.message!, files);
        return created({ ...ownWire(world, thread), message: messageWire(world, message) });
      }
      if (type === 11) {
        addMessage(world, channel, {
          authorId: world.botId,
          type: 18,
          content: body.name,
          reference: { type: 0, channelId: thread.id, guildId: guild.id },
        });
      }
      return created(ownWire(world, thread));
    },
  ),
  route("GET", "/guilds/:guild_id/threads/active", {}, ({ world, params }) => {
    const guild = guildOr404(world, params.guild_id);
    const seen = threadsOf(world, guild).filter((one) =>
      !one.thread!.archived && canView(world, world.botId, one)
    );
    return listing(world, seen.reverse(), false);
  }),
  ...["archived/public", "archived/private"].map((kind) =>
    route(
      "GET",
      `/channels/:channel_id/threads/${kind}` as "/channels/:channel_id/threads/x",
      { query: archivedQuery },
      ({ world, params, query }) => {
        const { channel, guild } = guildChannelOr404(world, params.channel_id, P.ReadMessageHistory);
        if (kind === "archived/private") demandIn(world, channel, P.ManageThreads);
        const found = threadsOf(world, guild).filter((one) =>
          one.parentId === channel.id && one.thread!.archived &&
          (one.type === 12) === (kind === "archived/private")
        );
        const limit = query.limit ?? 50;
        return listing(world, found.reverse().slice(0, limit), found.length > limit);
      },
    )
  ),
  route(
    "GET",
    "/channels/:channel_id/users/@me/threads/archived/private",
    { query: model({ before: snowflake().optional(), limit: integer(2, 100).optional() }) },
    ({ world, params, query }) => {
      const { channel, guild } = guildChannelOr404(world, params.channel_id, P.ReadMessageHistory);
      const found = threadsOf(world, guild).filter(({ id, parentId, type, thread }) =>
        parentId === channel.id && type === 12 && thread!.archived && thread!.members.has(world.botId) &&
        (!query.before || compareIds(id, query.before) < 0)
      );
      const limit = query.limit ?? 50;
      return listing(world, found.reverse().slice(0, limit), found.length > limit);
    },
  ),
  route("GET", "/channels/:channel_id/thread-members", { query: withMember }, ({ world, params, query }) => {
    const { channel, guild } = threadOr404(world, params.channel_id);
    return [...channel.thread!.members.keys()].map((id) =>
      memberOf(world, guild, channel, id, query.with_member)
    );
  }),
  route("PUT", "/channels/:channel_id/thread-members/@me", {}, ({ world, params }) => {
    const { channel } = openThread(world, params.channel_id);
    joinThread(world, channel, world.botId);
  }),
  route("DELETE", "/channels/:channel_id/thread-members/@me", {}, ({ world, params }) => {
    leaveThread(world, openThread(world, params.channel_id).channel, world.botId);
  }),
  route(
    "GET",
    "/channels/:channel_id/thread-members/:member",
    { query: withMember },
    ({ world, params, query }) => {
      const { channel, guild } = threadOr404(world, params.channel_id);
      const userId = params.member === "@me" ? world.botId : params.member;
      if (!channel.thread!.members.has(userId)) refuse("unknownMember");
      return memberOf(world, guild, channel, userId, query.with_member);
    },
  ),
  route("PUT", "/channels/:channel_id/thread-members/:user_id", {}, ({ world, params }) => {
    const { channel, guild } = openThread(world, params.channel_id);
    demandIn(world, channel, P.SendMessagesInThreads);
    joinThread(world, channel, memberOr404(world, guild, params.user_id).userId);
  }),
  route("DELETE", "/channels/:channel_id/thread-members/:user_id", {}, ({ world, params }) => {
    const { channel } = openThread(world, params.channel_id);
    const owns = channel.type === 12 && channel.thread!.ownerId === world.botId;
    if (!owns) demandIn(world, channel, P.ManageThreads);
    leaveThread(world, channel, params.user_id);
  }),
];

/** Changes a thread: its owner may rename and archive, the rest needs Manage Threads. */
export function patchThread(
  world: World,
  guild: Guild,
  channel: Channel,
  body: z.output<typeof channelPatch>,
  reason: string | null,
): Wire {
  const thread = channel.thread!;
  const manages = botMay(world, channel, P.ManageThreads);
  const unarchives = body.archived === false &&
    Object.values(body).filter((one) => one !== undefined).length === 1;
  if (thread.archived && body.archived !== false && !manages) refuse("threadArchived");
  if (!manages && thread.ownerId !== world.botId && !(unarchives && !thread.locked)) {
    refuse("missingPermissions");
  }
  if (!manages && (typeof body.locked === "boolean" || typeof body.rate_limit_per_user === "number")) {
    refuse("missingPermissions");
  }
  if (body.name) channel.name = body.name;
  if (typeof body.rate_limit_per_user === "number") channel.rateLimitPerUser = body.rate_limit_per_user;
  if (typeof body.locked === "boolean") thread.locked = body.locked;
  if (typeof body.invitable === "boolean") thread.invitable = body.invitable;
  if (body.auto_archive_duration) thread.autoArchiveDuration = body.auto_archive_duration;
  if (body.applied_tags) thread.appliedTags = body.applied_tags;
  if (typeof body.flags === "number") channel.flags = body.flags;
  if (typeof body.archived === "boolean" && body.archived !== thread.archived) {
    thread.archived = body.archived;
    thread.archiveTimestamp = world.clock.iso();
  }
  channelChanged(world, channel);
  audit(world, guild, { actionType: 111, targetId: channel.id, reason });
  return ownWire(world, channel);
}

function threadOr404(world: World, id: string) {
  const found = guildChannelOr404(world, id);
  return found.channel.thread ? found : refuse("wrongChannelType");
}

function openThread(world: World, id: string) {
  const found = threadOr404(world, id);
  return found.channel.thread!.archived ? refuse("threadArchived") : found;
}

function ownWire(world: World, thread: Channel): Wire {
  const wire = channelWire(world, thread);
  return thread.thread!.members.has(world.botId)
    ? { ...wire, member: threadMemberWire(thread, world.botId) }
    : wire;
}

function listing(world: World, threads: Channel[], has_more: boolean): Wire {
  const joined = threads.filter((one) => one.thread!.members.has(world.botId));
  return {
    threads: threads.map((one) => channelWire(world, one)),
    members: joined.map((one) => threadMemberWire(one, world.botId)),
    has_more,
  };
}

function memberOf(
  world: World,
  guild: Guild,
  thread: Channel,
  userId: string,
  full: boolean | undefined,
): Wire {
  const wire = threadMemberWire(thread, userId);
  const member = guild.members.get(userId);
  return full && member ? { ...wire, member: memberWire(world, member) } : wire;
}
