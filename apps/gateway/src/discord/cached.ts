/** @module What of Discord's objects the cache keeps. */
import type { CachedChannel, CachedOverwrite, CachedRole } from "@flora/discord";

export interface Wire {
  id: string;
  [key: string]: unknown;
}

export function roleOf(role: Wire): CachedRole {
  return { permissions: bits(role.permissions), position: Number(role.position) };
}

export function channelOf(channel: Wire): CachedChannel {
  const { parent_id: parentId, permission_overwrites: overwrites } = channel;
  return {
    type: Number(channel.type),
    ...(typeof parentId === "string" ? { parentId } : {}),
    ...(Array.isArray(overwrites) ? { overwrites: overwrites.map(overwriteOf) } : {}),
  };
}

/** Unix milliseconds, 0 where nobody is timed out. */
export function timedOutUntil(member: { communication_disabled_until?: unknown } | undefined): number {
  const until = member?.communication_disabled_until;
  return typeof until === "string" ? Date.parse(until) : 0;
}

function overwriteOf({ id, allow, deny }: Wire): CachedOverwrite {
  return { id, allow: bits(allow), deny: bits(deny) };
}

/** A bit field as Discord writes it: decimal digits. */
function bits(value: unknown): bigint {
  return typeof value === "string" && /^\d+$/.test(value) ? BigInt(value) : 0n;
}
