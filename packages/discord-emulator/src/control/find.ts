import { canView, permissionsIn } from "../state/permissions.ts";
import type { Channel, Guild, Interaction, Member, Message, User } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { ControlError, missing, reject } from "./errors.ts";

/** The guild, or a clear 404. */
export function findGuild(world: World, id: string): Guild {
  return world.guilds.get(id) ?? missing(`Cannot use guild ${id}: no such guild`);
}

/** The channel, or a clear 404. */
export function findChannel(world: World, id: string): Channel {
  return world.channels.get(id) ?? missing(`Cannot use channel ${id}: no such channel`);
}

/** The message, ephemeral ones included, or a clear 404. */
export function findMessage(world: World, id: string): { message: Message; channel: Channel } {
  const message = world.findMessage(id) ?? missing(`Cannot use message ${id}: no such message`);
  return { message, channel: findChannel(world, message.channelId) };
}

/** The interaction, or a clear 404. */
export function findInteraction(world: World, id: string): Interaction {
  return world.interactions.get(id) ?? missing(`Cannot use interaction ${id}: no such interaction`);
}

/** A person who acts. The bot itself cannot be acted for. */
export function findUser(world: World, id: string): User {
  const user = world.users.get(id) ?? reject("userId", `Cannot act as user ${id}: no such user`);
  return user.id === world.botId ? reject("userId", `Cannot act as user ${id}: that is the bot`) : user;
}

/** The person's membership of a channel's guild; null in direct messages. Demands that they see the channel. */
export function findViewer(world: World, channel: Channel, userId: string): Member | null {
  const user = findUser(world, userId);
  const guild = world.guildOf(channel);
  if (guild && !guild.members.has(user.id)) {
    reject(
      "userId",
      `Cannot act in channel ${channel.id}: user ${user.id} is not a member of guild ${guild.id}`,
    );
  }
  if (!canView(world, user.id, channel)) {
    reject("userId", `Cannot act in channel ${channel.id}: user ${user.id} cannot view it`);
  }
  return guild?.members.get(user.id) ?? null;
}

/** Demands that a person holds a permission in a channel. */
export function demandOf(
  world: World,
  channel: Channel,
  member: Member | null,
  bits: bigint,
  what: string,
): void {
  const guild = world.guildOf(channel);
  if (!guild || !member) return;
  if ((permissionsIn(world, guild, member, channel) & bits) === bits) return;
  reject("userId", `Cannot ${what} in channel ${channel.id}: user ${member.userId} lacks the permission`);
}

/** Demands that the bot is in the channel's guild. */
export function demandBot(world: World, channel: Channel, what: string): void {
  const guild = world.guildOf(channel);
  if (!guild || guild.botPresent) return;
  throw new ControlError(409, `Cannot ${what}: the bot is not in guild ${guild.id}`);
}
