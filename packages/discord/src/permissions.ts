/** @module What the bot itself may do, as far as the cache knows: time-outs and what cannot be seen count too. */
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { CachedChannel, CachedGuild } from "./guild-cache.ts";
import { compareRoles, highestRole, memberPermissions } from "./guild-reads/member-permissions.ts";

/** All that a member in a time-out keeps. */
const TIMED_OUT = P.ViewChannel | P.ReadMessageHistory;
const VOICE = new Set([2, 13]);

/** The bot in one guild. */
export interface Bot {
  userId: string;
  guild: CachedGuild;
}

/** In the whole guild; undefined where not everything about it is known. */
export function guildPermissions(bot: Bot, now: number): bigint | undefined {
  const member = memberOf(bot);
  return member && withoutTimeOut(bot, memberPermissions(bot.guild, member), now);
}

/** In a channel, or in the channel of a thread; undefined where not everything about it is known. */
export function channelPermissions(bot: Bot, channel: CachedChannel, now: number): bigint | undefined {
  const member = memberOf(bot);
  const holder = channel.thread ? bot.guild.channels.get(channel.parentId ?? "") : channel;
  if (!member || !holder) return undefined;
  const bits = withoutTimeOut(bot, memberPermissions(bot.guild, member, holder.permissionOverwrites), now);
  if (!(bits & P.ViewChannel)) return 0n;
  return VOICE.has(holder.type) && !(bits & P.Connect) ? bits & P.ViewChannel : bits;
}

/** Whether the bot stands above a role; undefined where it is not known. */
export function outranksRole(bot: Bot, roleId: string): boolean | undefined {
  const member = memberOf(bot);
  const role = bot.guild.roles.get(roleId);
  if (!member || !role) return undefined;
  if (bot.guild.ownerId === bot.userId) return true;
  return compareRoles(highestRole(bot.guild, member)!, role) < 0;
}

/** Undefined while the bot's roles are not known. */
function memberOf({ userId, guild }: Bot): { id: string; roles: readonly string[] } | undefined {
  return guild.botRoles && guild.roles.has(guild.id) ? { id: userId, roles: guild.botRoles } : undefined;
}

/** Administrators cannot be timed out. */
function withoutTimeOut({ guild }: Bot, bits: bigint, now: number): bigint {
  return guild.botTimedOutUntil > now && !(bits & P.Administrator) ? bits & TIMED_OUT : bits;
}
