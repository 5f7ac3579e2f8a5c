import type { Channel, Overwrite, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { userWire } from "./user.ts";

const VOICE = new Set([2, 13]);
const FORUM = new Set([15, 16]);

/** A permission overwrite. */
function overwriteWire(overwrite: Overwrite): Wire {
  return {
    id: overwrite.id,
    type: overwrite.type,
    allow: overwrite.allow.toString(),
    deny: overwrite.deny.toString(),
  };
}

/** A guild channel, a thread or a direct message channel. */
export function channelWire(world: World, channel: Channel): Wire {
  const base: Wire = {
    id: channel.id,
    type: channel.type,
    flags: channel.flags,
    last_message_id: channel.lastMessageId,
  };
  if (channel.lastPinTimestamp) base.last_pin_timestamp = channel.lastPinTimestamp;
  if (channel.recipientId) return { ...base, recipients: [userWire(world.user(channel.recipientId))] };
  const common: Wire = {
    ...base,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId,
    rate_limit_per_user: channel.rateLimitPerUser,
  };
  if (channel.thread) return { ...common, ...threadPart(channel) };
  const wire: Wire = {
    ...common,
    ...channel.extra,
    position: channel.position,
    permission_overwrites: [...channel.overwrites.values()].map(overwriteWire),
    topic: channel.topic,
    nsfw: channel.nsfw,
  };
  if (VOICE.has(channel.type)) {
    Object.assign(wire, { bitrate: channel.bitrate, user_limit: channel.userLimit, rtc_region: null });
  }
  if (FORUM.has(channel.type)) {
    wire.available_tags ??= [];
    wire.default_reaction_emoji ??= null;
    wire.default_sort_order ??= null;
    wire.default_forum_layout ??= 0;
  }
  return wire;
}

/** A user's membership of a thread. */
export function threadMemberWire(channel: Channel, userId: string): Wire {
  return {
    id: channel.id,
    user_id: userId,
    join_timestamp: channel.thread?.members.get(userId) ?? channel.thread?.createTimestamp,
    flags: 1,
  };
}

function threadPart(channel: Channel): Wire {
  const thread = channel.thread!;
  const metadata: Wire = {
    archived: thread.archived,
    archive_timestamp: thread.archiveTimestamp,
    auto_archive_duration: thread.autoArchiveDuration,
    locked: thread.locked,
    create_timestamp: thread.createTimestamp,
  };
  if (channel.type === 12) metadata.invitable = thread.invitable;
  const wire: Wire = {
    owner_id: thread.ownerId,
    thread_metadata: metadata,
    message_count: thread.messageCount,
    member_count: thread.members.size,
    total_message_sent: thread.messageCount,
  };
  if (thread.appliedTags.length) wire.applied_tags = [...thread.appliedTags];
  return wire;
}
