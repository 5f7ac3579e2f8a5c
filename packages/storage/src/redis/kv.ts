import type { Generation, GuildId } from "@flora/model";
import { type KvEntry, KvQuotaError, type KvRange, type KvStorage, type KvStore } from "../contract.ts";
import { type Argument, type RedisClient, ScriptRefusal } from "./client.ts";
import { KvRanges } from "./kv-range.ts";
import { createStore, stores, usedBytes } from "./kv-reads.ts";
import { type Info, readInfo, toEntry, toJson, toScore } from "./kv-rows.ts";
import { deleteMany, increment, set, setMany, updateMetadata } from "./kv-writes.ts";
import { inGroups } from "./rows.ts";
import type { Script } from "./script.ts";

export class RedisKv implements KvStorage {
  readonly #ranges: KvRanges;

  /** Writes are refused once a newer generation than this one holds the guild. */
  constructor(
    private readonly client: RedisClient,
    private readonly now: () => number,
    private readonly generation?: Generation,
  ) {
    this.#ranges = new KvRanges(this.#read, this.#write);
  }

  async get(guildId: GuildId, store: string, key: string): Promise<KvEntry | null> {
    return (await this.getMany(guildId, store, [key]))[0]!;
  }

  async getMany(guildId: GuildId, store: string, keys: string[]): Promise<(KvEntry | null)[]> {
    if (keys.length === 0) return [];
    const fields = keys.flatMap((key) => [`i${key}`, `v${key}`]);
    const name = this.client.guildKey(guildId, `kv:entries:${store}`);
    const reply = await this.client.command<(string | null)[]>("HMGET", name, ...fields);
    return inGroups(reply, 2).map(([text, value]) => {
      const info = text == null ? null : readInfo(text);
      return info && this.#live(info) ? toEntry(info, value!) : null;
    });
  }

  async set(
    guildId: GuildId,
    store: string,
    key: string,
    value: string,
    { metadata, expiration, ifVersion, quotaBytes }: Parameters<KvStorage["set"]>[4],
  ): Promise<number | null> {
    const most = Math.min(quotaBytes, Number.MAX_VALUE);
    const rest = [toJson(metadata), expiration ?? "-", ifVersion ?? "", most, toScore(value)];
    return await this.#within(quotaBytes, () => this.#write(set, guildId, store, key, value, ...rest));
  }

  async setMany(
    guildId: GuildId,
    store: string,
    entries: readonly { key: string; value: string }[],
    { quotaBytes }: { quotaBytes: number },
  ): Promise<void> {
    const values = entries.flatMap(({ key, value }) => [key, value, toScore(value)]);
    await this.#within(quotaBytes, () => this.#write(setMany, guildId, store, quotaBytes, ...values));
  }

  async deleteMany(guildId: GuildId, store: string, keys: readonly string[]): Promise<number> {
    return await this.#write(deleteMany, guildId, store, ...keys);
  }

  async updateMetadata(guildId: GuildId, store: string, key: string, metadata: unknown): Promise<boolean> {
    return await this.#write<number>(updateMetadata, guildId, store, key, toJson(metadata)) === 1;
  }

  async increment(
    guildId: GuildId,
    store: string,
    key: string,
    by: number,
    quotaBytes: number,
  ): Promise<number | null> {
    if (!Number.isSafeInteger(by)) return null;
    const call = () => this.#write<string | null>(increment, guildId, store, key, by, quotaBytes);
    const sum = await this.#within(quotaBytes, call);
    return sum === null ? null : Number(sum);
  }

  async delete(guildId: GuildId, store: string, key: string): Promise<boolean> {
    return await this.deleteMany(guildId, store, [key]) === 1;
  }

  list(
    guildId: GuildId,
    store: string,
    options: Parameters<KvStorage["list"]>[2],
  ): ReturnType<KvStorage["list"]> {
    return this.#ranges.list(guildId, store, options);
  }

  items(
    guildId: GuildId,
    store: string,
    options: Parameters<KvStorage["items"]>[2],
  ): ReturnType<KvStorage["items"]> {
    return this.#ranges.items(guildId, store, options);
  }

  count(guildId: GuildId, store: string, range: KvRange): Promise<number> {
    return this.#ranges.count(guildId, store, range);
  }

  clear(guildId: GuildId, store: string, range: KvRange): Promise<number> {
    return this.#ranges.clear(guildId, store, range);
  }

  top(
    guildId: GuildId,
    store: string,
    options: Parameters<KvStorage["top"]>[2],
  ): ReturnType<KvStorage["top"]> {
    return this.#ranges.top(guildId, store, options);
  }

  rank(guildId: GuildId, store: string, key: string, range: KvRange): Promise<number | null> {
    return this.#ranges.rank(guildId, store, key, range);
  }

  async stores(guildId: GuildId, { limit, after }: Parameters<KvStorage["stores"]>[1]): Promise<KvStore[]> {
    const from = after === undefined ? "-" : `(${after}`;
    return inGroups(await this.#read<string[]>(stores, guildId, from, limit), 3)
      .map(([name, keys, bytes]) => ({ name: name!, keys: Number(keys), bytes: Number(bytes) }));
  }

  createStore(guildId: GuildId, store: string, most: number): ReturnType<KvStorage["createStore"]> {
    return this.#write(createStore, guildId, store, most);
  }

  deleteStore(guildId: GuildId, store: string): Promise<number | null> {
    return this.#ranges.deleteStore(guildId, store);
  }

  async usedBytes(guildId: GuildId): Promise<number> {
    return Number(await this.#read<string>(usedBytes, guildId));
  }

  readonly #read = <T>(script: Script, guildId: GuildId, ...values: Argument[]): Promise<T> =>
    this.#run(script, guildId, undefined, values);

  readonly #write = <T>(script: Script, guildId: GuildId, ...values: Argument[]): Promise<T> =>
    this.#run(script, guildId, this.generation, values);

  /** Until a script finds no more expired entries than it can remove on its way. */
  async #run<T>(
    script: Script,
    guildId: GuildId,
    generation: Generation | undefined,
    values: Argument[],
  ): Promise<T> {
    for (;;) {
      try {
        return await this.client.run(script, { guildId, generation }, ...values);
      } catch (error) {
        if (!(error instanceof ScriptRefusal) || error.word !== "AGAIN") throw error;
      }
    }
  }

  async #within<T>(quotaBytes: number, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof ScriptRefusal)) throw error;
      const [used, keys, most] = error.numbers;
      if (error.word === "QUOTA") throw new KvQuotaError(used!, quotaBytes);
      if (error.word !== "KEYS") throw error;
      throw new KvQuotaError(used!, quotaBytes, `guild has ${keys} keys of KV, at most ${most}`);
    }
  }

  #live({ expiration }: Info): boolean {
    return expiration === undefined || expiration > Math.floor(this.now() / 1000);
  }
}
