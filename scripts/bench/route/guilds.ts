/** @module Guilds and their events as Discord sends them, small but whole. */
import type { GuildId } from "@flora/model";
import type { DiscordCache } from "../../../apps/gateway/src/discord/cache.ts";
import type { Payload } from "../../../apps/gateway/src/discord/normalize.ts";

/** Ids as Discord makes them: time first. */
export function guildIds(count: number): GuildId[] {
  return Array.from(
    { length: count },
    (_, index) => String((1_200_000_000_000n + BigInt(index * 977)) << 22n) as GuildId,
  );
}

/** The gateway's memory of every guild: one channel and one role each. */
export function fillCache(cache: DiscordCache, ids: GuildId[]): void {
  const guilds = ids.map((id) => ({ id, unavailable: true }));
  cache.apply({ t: "READY", d: { user: { id: "1" }, guilds } } as Payload);
  for (const id of ids) {
    const d = {
      id,
      name: "A guild",
      owner_id: id,
      roles: [{ id, name: "@everyone", permissions: "0", position: 0 }],
      channels: [{ id: channelOf(id), type: 0, name: "general", permission_overwrites: [] }],
      threads: [],
      emojis: [],
      stickers: [],
      members: [{ user: { id: "1" }, roles: [] }],
      member_count: 10,
    };
    cache.apply({ t: "GUILD_CREATE", d } as Payload);
  }
}

/** Messages that call no command, from guilds all over. */
export function messages(ids: GuildId[], count: number): Payload[] {
  return spread(ids, count).map((id, index) => ({
    t: "MESSAGE_CREATE",
    d: {
      id: `${index}`,
      guild_id: id,
      channel_id: channelOf(id),
      content: "good morning everybody",
      author: { id: "2", username: "ada" },
      member: { roles: [] },
    },
  } as Payload));
}

/** People who start to type. */
export function presence(ids: GuildId[], count: number): Payload[] {
  return spread(ids, count).map((id) => ({
    t: "TYPING_START",
    d: { guild_id: id, channel_id: channelOf(id), user_id: "2", timestamp: 1 },
  } as Payload));
}

function spread(ids: GuildId[], count: number): GuildId[] {
  return Array.from({ length: count }, (_, index) => ids[(index * 7_919) % ids.length]!);
}

function channelOf(id: GuildId): string {
  return String(BigInt(id) + 1n);
}
