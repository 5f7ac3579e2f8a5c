import { channelWire } from "../wire/channel.ts";
import type { Channel, Guild } from "./types.ts";
import type { World } from "./world.ts";

/** Tells the bot that a channel or thread changed. */
export function channelChanged(world: World, channel: Channel): void {
  world.bus.emit({
    t: channel.thread ? "THREAD_UPDATE" : "CHANNEL_UPDATE",
    guildId: channel.guildId,
    channelId: channel.id,
    d: channelWire(world, channel),
  });
}

/** Takes a channel or thread away, with its threads and messages, and tells the bot. */
export function removeChannel(world: World, guild: Guild, channel: Channel): void {
  for (const id of [...guild.threadIds]) {
    const thread = world.channels.get(id);
    if (thread?.parentId === channel.id) removeChannel(world, guild, thread);
  }
  const { id, type, parentId } = channel;
  world.bus.emit({
    t: channel.thread ? "THREAD_DELETE" : "CHANNEL_DELETE",
    guildId: guild.id,
    channelId: id,
    d: channel.thread ? { id, type, guild_id: guild.id, parent_id: parentId } : channelWire(world, channel),
  });
  for (const other of guild.channelIds) {
    const child = world.channels.get(other);
    if (child?.parentId === id) child.parentId = null;
  }
  for (const webhook of [...world.webhooks.values()]) {
    if (webhook.channelId === id) world.webhooks.delete(webhook.id);
  }
  for (const invite of [...world.invites.values()]) {
    if (invite.channelId === id) world.invites.delete(invite.code);
  }
  world.messages.delete(id);
  world.channels.delete(id);
  guild.channelIds.delete(id);
  guild.threadIds.delete(id);
}
