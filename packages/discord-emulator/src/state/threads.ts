import { channelWire, threadMemberWire } from "../wire/channel.ts";
import { memberWire } from "../wire/user.ts";
import { newChannel } from "./guilds.ts";
import type { Channel, Guild, Thread } from "./types.ts";
import type { World } from "./world.ts";

/** Opens a thread below a channel; its owner is its first member. */
export function addThread(
  world: World,
  guild: Guild,
  parent: Channel,
  given: { type: number; name: string; id?: string; rateLimitPerUser?: number } & Partial<Thread> & {
    ownerId: string;
  },
): Channel {
  const { type, name, id, rateLimitPerUser, ...rest } = given;
  const now = world.clock.iso();
  const thread = newChannel(world, {
    type,
    name,
    guildId: guild.id,
    parentId: parent.id,
    rateLimitPerUser: rateLimitPerUser ?? 0,
    thread: {
      archived: false,
      archiveTimestamp: now,
      autoArchiveDuration: 1440,
      locked: false,
      invitable: true,
      createTimestamp: now,
      messageCount: 0,
      appliedTags: [],
      members: new Map([[given.ownerId, now]]),
      ...rest,
    },
    ...(id ? { id } : {}),
  });
  world.channels.set(thread.id, thread);
  guild.threadIds.add(thread.id);
  world.bus.emit({
    t: "THREAD_CREATE",
    guildId: guild.id,
    channelId: thread.id,
    d: {
      ...channelWire(world, thread),
      newly_created: true,
      ...(given.ownerId === world.botId ? { member: threadMemberWire(thread, world.botId) } : {}),
    },
  });
  return thread;
}

/** Lets a user join; nothing happens when they are in already. */
export function joinThread(world: World, channel: Channel, userId: string): void {
  const members = channel.thread!.members;
  if (members.has(userId)) return;
  members.set(userId, world.clock.iso());
  const member = world.guildOf(channel)?.members.get(userId);
  const added = {
    ...threadMemberWire(channel, userId),
    presence: null,
    ...(member ? { member: memberWire(world, member) } : {}),
  };
  membersChanged(world, channel, { added_members: [added] });
}

/** Lets a user leave; nothing happens when they are not in it. */
export function leaveThread(world: World, channel: Channel, userId: string): void {
  if (channel.thread!.members.delete(userId)) {
    membersChanged(world, channel, { removed_member_ids: [userId] });
  }
}

function membersChanged(world: World, channel: Channel, change: Record<string, unknown>): void {
  world.bus.emit({
    t: "THREAD_MEMBERS_UPDATE",
    guildId: channel.guildId,
    channelId: channel.id,
    d: { id: channel.id, guild_id: channel.guildId, member_count: channel.thread!.members.size, ...change },
  });
}
