import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { canView, outranks, permissionsIn } from "../state/permissions.ts";
import type { Channel, Guild, Member, Message, Role } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { refuse } from "./errors.ts";

/** The guild, which the bot must be in: 10004 when there is none, 50001 when it is outside. */
export function guildOr404(world: World, id: string): Guild {
  const guild = world.guilds.get(id) ?? refuse("unknownGuild");
  return guild.botPresent ? guild : refuse("missingAccess");
}

/** The bot's own membership. */
export function botMember(world: World, guild: Guild): Member {
  return guild.members.get(world.botId) ?? refuse("missingAccess");
}

/** Demands guild permissions of the bot, all of `bits`. */
export function demand(world: World, guild: Guild, bits: bigint): void {
  const held = permissionsIn(world, guild, botMember(world, guild), null);
  if ((held & bits) !== bits) refuse("missingPermissions");
}

/** The channel, which the bot must be able to see, and on which it must hold `bits`. */
export function channelOr404(world: World, id: string, bits = 0n): Channel {
  const channel = world.channels.get(id) ?? refuse("unknownChannel");
  const guild = world.guildOf(channel);
  if (!guild) return channel;
  if (!guild.botPresent || !canView(world, world.botId, channel)) refuse("missingAccess");
  demandIn(world, channel, bits);
  return channel;
}

/** Demands permissions of the bot in a channel; direct messages ask for none. */
export function demandIn(world: World, channel: Channel, bits: bigint): void {
  if (!botMay(world, channel, bits)) refuse("missingPermissions");
}

/** Whether the bot holds all of `bits` in a channel. */
export function botMay(world: World, channel: Channel, bits: bigint): boolean {
  const guild = world.guildOf(channel);
  if (!guild) return true;
  return (permissionsIn(world, guild, botMember(world, guild), channel) & bits) === bits;
}

/** The guild channel and its guild; direct message channels are refused. */
export function guildChannelOr404(world: World, id: string, bits = 0n): { channel: Channel; guild: Guild } {
  const channel = channelOr404(world, id, bits);
  return { channel, guild: world.guildOf(channel) ?? refuse("wrongChannelForDirect") };
}

/** A message the bot may read. Ephemeral ones are never found here. */
export function messageOr404(
  world: World,
  channel: Channel,
  id: string,
  bits = P.ReadMessageHistory,
): Message {
  demandIn(world, channel, bits);
  const message = world.message(channel.id, id);
  return message && !message.ephemeralFor ? message : refuse("unknownMessage");
}

/** A member of the guild. */
export function memberOr404(world: World, guild: Guild, userId: string): Member {
  const member = guild.members.get(userId);
  if (member) return member;
  return refuse(world.users.has(userId) ? "unknownMember" : "unknownUser");
}

/** A role of the guild. */
export function roleOr404(guild: Guild, id: string): Role {
  return guild.roles.get(id) ?? refuse("unknownRole");
}

/** Demands that the bot stands above a member. */
export function demandRank(world: World, guild: Guild, target: Member): void {
  if (!outranks(guild, botMember(world, guild), target)) refuse("missingPermissions");
}
