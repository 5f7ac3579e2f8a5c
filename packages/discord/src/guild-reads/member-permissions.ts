/**
 * @module What any member may do and how roles stand to one another, as discord.js computes it: from the owner, roles and
 * overwrites alone. Time-outs, and what a channel that cannot be seen takes away, are not part of it.
 */
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { GuildRole } from "./entities.ts";

/** Every permission that has a name. */
export const ALL_PERMISSIONS: bigint = Object.values(P).reduce((sum, bit) => sum | bit, 0n);

export type RankedRole = Pick<GuildRole, "id" | "permissions" | "position">;

export interface RankedGuild {
  id: string;
  ownerId: string;
  /** By id; `@everyone` has the guild's. */
  roles: ReadonlyMap<string, RankedRole>;
}

export interface RankedMember {
  id: string;
  /** Without `@everyone`. */
  roles: readonly string[];
}

export interface Overwrite {
  id: string;
  allow: string;
  deny: string;
}

/** In the whole guild, or in a channel with these overwrites. */
export function memberPermissions(
  guild: RankedGuild,
  member: RankedMember,
  overwrites: readonly Overwrite[] = [],
): bigint {
  if (member.id === guild.ownerId) return ALL_PERMISSIONS;
  const roles = rolesOf(guild, member);
  const base = roles.reduce((bits, role) => bits | BigInt(role.permissions), 0n);
  if (base & P.Administrator) return ALL_PERMISSIONS;
  const own = new Set(roles.map(({ id }) => id));
  const everyone = overwrites.filter(({ id }) => id === guild.id);
  const ofRoles = overwrites.filter(({ id }) => id !== guild.id && own.has(id));
  const ofMember = overwrites.filter(({ id }) => id === member.id);
  return [everyone, ofRoles, ofMember].reduce(
    (bits, step) => (bits & ~join(step, "deny")) | join(step, "allow"),
    base,
  );
}

/** Administrators may do everything. */
export function holds(permissions: bigint, wanted: bigint): boolean {
  return (permissions & P.Administrator) !== 0n || (permissions & wanted) === wanted;
}

/** The role that stands above the member's others; `@everyone` where there are none. */
export function highestRole<R extends Pick<GuildRole, "id" | "permissions" | "position">>(
  guild: RankedGuild & { roles: ReadonlyMap<string, R> },
  member: RankedMember,
): R | undefined {
  return (rolesOf(guild, member) as R[]).sort(compareRoles)[0];
}

/** Highest first; of two at one position the older stands above. */
export function compareRoles(
  left: Omit<RankedRole, "permissions">,
  right: Omit<RankedRole, "permissions">,
): number {
  return right.position - left.position || (BigInt(left.id) < BigInt(right.id) ? -1 : 1);
}

function rolesOf(guild: RankedGuild, member: RankedMember) {
  return [guild.id, ...member.roles].map((id) => guild.roles.get(id)).filter((role) => role !== undefined);
}

function join(overwrites: readonly Overwrite[], key: "allow" | "deny"): bigint {
  return overwrites.reduce((bits, overwrite) => bits | BigInt(overwrite[key]), 0n);
}
