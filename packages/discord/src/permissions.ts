/** @module What the bot may do, by Discord's own algorithm over what the cache knows. */
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { CachedChannel, CachedGuild, CachedRole } from "./guild-cache.ts";

/** Every permission there is, and those of bits that have no name yet. */
export const EVERYTHING: bigint = (1n << 64n) - 1n;

/** All that a member in a time-out keeps. */
const TIMED_OUT = P.ViewChannel | P.ReadMessageHistory;
const THREADS = new Set([10, 11, 12]);
const VOICE = new Set([2, 13]);

export interface Bot {
  userId: string;
  guildId: string;
  guild: CachedGuild;
}

export const isThread = (channel: CachedChannel): boolean => THREADS.has(channel.type);

/** In the whole guild; undefined where not everything about it is known. */
export function guildPermissions({ userId, guildId, guild }: Bot, now: number): bigint | undefined {
  if (guild.ownerId === userId) return EVERYTHING;
  if (!guild.botRoles || !guild.roles.has(guildId)) return undefined;
  const sum = [guildId, ...guild.botRoles].reduce(
    (bits, id) => bits | (guild.roles.get(id)?.permissions ?? 0n),
    0n,
  );
  if (sum & P.Administrator) return EVERYTHING;
  return guild.botTimedOutUntil > now ? sum & TIMED_OUT : sum;
}

/** In a channel, or in the channel of a thread; undefined where not everything about it is known. */
export function channelPermissions(bot: Bot, channel: CachedChannel, now: number): bigint | undefined {
  const { guild, guildId, userId } = bot;
  const base = guildPermissions({ ...bot, guild: { ...guild, botTimedOutUntil: 0 } }, now);
  if (base === undefined || base === EVERYTHING) return base;
  const holder = isThread(channel) ? guild.channels.get(channel.parentId ?? "") : channel;
  if (!holder?.overwrites) return undefined;
  const of = (id: string) => holder.overwrites!.find((overwrite) => overwrite.id === id);
  const roles = guild.botRoles!.map(of).filter((overwrite) => overwrite !== undefined);
  const steps = [
    of(guildId),
    { allow: join(roles, "allow"), deny: join(roles, "deny") },
    of(userId),
  ];
  let bits = steps.reduce((bits, step) => step ? (bits & ~step.deny) | step.allow : bits, base);
  if (guild.botTimedOutUntil > now) bits &= TIMED_OUT;
  if (!(bits & P.ViewChannel)) return 0n;
  return VOICE.has(holder.type) && !(bits & P.Connect) ? bits & P.ViewChannel : bits;
}

/** Whether the bot stands above a role; undefined where it is not known. */
export function outranksRole({ userId, guild }: Bot, roleId: string): boolean | undefined {
  if (guild.ownerId === userId) return true;
  const role = guild.roles.get(roleId);
  if (!guild.botRoles || !role) return undefined;
  return guild.botRoles.some((id) => {
    const own = guild.roles.get(id);
    return own !== undefined && compare([id, own], [roleId, role]) > 0;
  });
}

/** By position; of two at one position the older stands above. */
function compare([leftId, left]: [string, CachedRole], [rightId, right]: [string, CachedRole]): number {
  return left.position - right.position || Number(BigInt(rightId) - BigInt(leftId));
}

function join(overwrites: { allow: bigint; deny: bigint }[], key: "allow" | "deny"): bigint {
  return overwrites.reduce((bits, overwrite) => bits | overwrite[key], 0n);
}
