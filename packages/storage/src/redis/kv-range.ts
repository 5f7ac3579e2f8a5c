import { Buffer } from "node:buffer";
import type { GuildId } from "@flora/model";
import type { KvRange, KvStorage } from "../contract.ts";
import type { Argument } from "./client.ts";
import * as reads from "./kv-reads.ts";
import { bounds, ending, readInfo, toEntry } from "./kv-rows.ts";
import { inGroups } from "./rows.ts";
import type { Script } from "./script.ts";

export type RunKv = <T>(script: Script, guildId: GuildId, ...values: Argument[]) => Promise<T>;

/** Everything about the keys of one store that begin alike. */
export class KvRanges {
  /** `read` is for anybody, `write` only for who holds the guild. */
  constructor(private readonly read: RunKv, private readonly write: RunKv) {}

  async list(
    guildId: GuildId,
    store: string,
    { prefix, limit, cursor }: Parameters<KvStorage["list"]>[2],
  ): ReturnType<KvStorage["list"]> {
    const reply = await this.read<string[]>(reads.list, guildId, store, ...bounds(prefix, cursor), limit + 1);
    const found = inGroups(reply, 2) as [string, string][];
    const page = found.slice(0, limit);
    return {
      keys: page.map(([name, text]) => {
        const { expiration, metadata } = readInfo(text);
        return {
          name,
          ...(expiration !== undefined && { expiration }),
          ...(metadata !== "" && { metadata: JSON.parse(metadata) }),
        };
      }),
      ...ending(page.at(-1)?.[0], found.length > limit),
    };
  }

  async items(
    guildId: GuildId,
    store: string,
    { prefix, limit, maxBytes, cursor }: Parameters<KvStorage["items"]>[2],
  ): ReturnType<KvStorage["items"]> {
    const range = bounds(prefix, cursor);
    const [more, ...rest] = await this.read<[number, ...string[]]>(
      reads.items,
      guildId,
      store,
      ...range,
      limit,
      maxBytes,
    );
    const items = (inGroups(rest, 3) as [string, string, string][]).map(([name, info, value]) => ({
      name,
      ...toEntry(readInfo(info), value),
    }));
    return { items, ...ending(items.at(-1)?.name, more === 1) };
  }

  count(guildId: GuildId, store: string, { prefix }: KvRange): Promise<number> {
    return this.read(reads.count, guildId, store, ...bounds(prefix));
  }

  /** A part of a store that has very many keys goes in several steps; a whole store always in one. */
  async clear(guildId: GuildId, store: string, { prefix }: KvRange): Promise<number> {
    if (!prefix) return await this.write<number | null>(reads.clearStore, guildId, store, 0) ?? 0;
    for (let sum = 0;;) {
      const [removed, done] = await this.write<[number, number]>(
        reads.clear,
        guildId,
        store,
        ...bounds(prefix),
      );
      sum += removed;
      if (done) return sum;
    }
  }

  deleteStore(guildId: GuildId, store: string): Promise<number | null> {
    return this.write(reads.clearStore, guildId, store, 1);
  }

  /** Where very many numbers stand before those of the prefix they are looked through in several steps. */
  async top(
    guildId: GuildId,
    store: string,
    { prefix = "", limit }: Parameters<KvStorage["top"]>[2],
  ): Promise<{ name: string; value: number }[]> {
    const found: { name: string; value: number }[] = [];
    for (let from = 0; from >= 0 && found.length < limit;) {
      const [next, ...rest] = await this.read<[number, ...string[]]>(
        reads.top,
        guildId,
        store,
        prefix,
        from,
        limit - found.length,
      );
      // Without the sign of a negative zero.
      for (const [name, score] of inGroups(rest, 2)) found.push({ name: name!, value: -Number(score) + 0 });
      from = next;
    }
    return found;
  }

  /** As `top`. */
  async rank(guildId: GuildId, store: string, key: string, { prefix = "" }: KvRange): Promise<number | null> {
    const start = Buffer.from(prefix, "utf8");
    if (Buffer.compare(Buffer.from(key, "utf8").subarray(0, start.length), start) !== 0) return null;
    let place = 1;
    for (let from = 0; from >= 0;) {
      const reply = await this.read<[number, number] | null>(reads.rank, guildId, store, key, prefix, from);
      if (reply === null) return null;
      place += reply[0];
      from = reply[1];
    }
    return place;
  }
}
