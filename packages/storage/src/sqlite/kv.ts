import { Buffer } from "node:buffer";
import type { GuildId } from "@flora/model";
import {
  type KvEntry,
  type KvItemsPage,
  type KvListPage,
  KvQuotaError,
  type KvStorage,
  type KvStore,
} from "../contract.ts";
import { numberOf } from "../kv-number.ts";
import type { Database } from "./database.ts";
import { KvRanges } from "./kv-range.ts";
import { type EntryRow, toBytes, toEntry, toJson, toText } from "./kv-rows.ts";
import { KvStores } from "./kv-stores.ts";
import { KvUsage } from "./kv-usage.ts";

interface StoredRow extends EntryRow {
  bytes: number;
}

interface NewEntry {
  value: string;
  metadata: string | null;
  expiration: number | null;
}

export class SqliteKv implements KvStorage {
  readonly #usage: KvUsage;
  readonly #ranges: KvRanges;
  readonly #stores: KvStores;

  /** `fence` is asked inside every write and throws where it must not be. */
  constructor(
    private readonly database: Database,
    private readonly now: () => number,
    private readonly fence: () => void = () => {},
  ) {
    this.#usage = new KvUsage(database);
    this.#ranges = new KvRanges(database, this.#usage);
    this.#stores = new KvStores(database);
  }

  async get(guildId: GuildId, store: string, key: string): Promise<KvEntry | null> {
    const row = this.#live(guildId, store, toBytes(key));
    return row && toEntry(row);
  }

  async getMany(guildId: GuildId, store: string, keys: string[]): Promise<(KvEntry | null)[]> {
    return this.database.read(() =>
      keys.map((key) => {
        const row = this.#live(guildId, store, toBytes(key));
        return row && toEntry(row);
      })
    );
  }

  async set(
    guildId: GuildId,
    store: string,
    key: string,
    value: string,
    { metadata, expiration, ifVersion, quotaBytes }: Parameters<KvStorage["set"]>[4],
  ): Promise<number | null> {
    const entry = { value, metadata: toJson(metadata), expiration: expiration ?? null };
    return this.#write(() => {
      const found = this.#live(guildId, store, toBytes(key));
      if (ifVersion !== undefined && ifVersion !== (found?.version ?? 0)) return null;
      return this.#put(guildId, store, toBytes(key), entry, found, quotaBytes);
    });
  }

  async setMany(
    guildId: GuildId,
    store: string,
    entries: readonly { key: string; value: string }[],
    { quotaBytes }: { quotaBytes: number },
  ): Promise<void> {
    await this.#write(() => {
      for (const { key, value } of entries) {
        const found = this.#live(guildId, store, toBytes(key));
        const entry = { value, metadata: null, expiration: null };
        this.#put(guildId, store, toBytes(key), entry, found, quotaBytes);
      }
    });
  }

  async deleteMany(guildId: GuildId, store: string, keys: readonly string[]): Promise<number> {
    return this.#write(() => keys.filter((key) => this.#remove(guildId, store, key)).length);
  }

  async updateMetadata(guildId: GuildId, store: string, key: string, metadata: unknown): Promise<boolean> {
    return this.#write(() => {
      const found = this.#live(guildId, store, toBytes(key));
      if (!found) return false;
      const entry = { value: toText(found.value), metadata: toJson(metadata), expiration: found.expires_at };
      this.#put(guildId, store, toBytes(key), entry, found, Infinity);
      return true;
    });
  }

  async increment(
    guildId: GuildId,
    store: string,
    key: string,
    by: number,
    quotaBytes: number,
  ): Promise<number | null> {
    return this.#write(() => {
      const found = this.#live(guildId, store, toBytes(key));
      const before = found ? toText(found.value) : "0";
      const sum = Number(before) + by;
      if (!/^-?\d+$/.test(before) || !Number.isSafeInteger(Number(before)) || !Number.isSafeInteger(sum)) {
        return null;
      }
      const entry = {
        value: String(sum),
        metadata: found?.metadata ?? null,
        expiration: found?.expires_at ?? null,
      };
      this.#put(guildId, store, toBytes(key), entry, found, quotaBytes);
      return sum;
    });
  }

  async delete(guildId: GuildId, store: string, key: string): Promise<boolean> {
    return this.#write(() => this.#remove(guildId, store, key));
  }

  async list(
    guildId: GuildId,
    store: string,
    options: Parameters<KvStorage["list"]>[2],
  ): Promise<KvListPage> {
    return this.#ranges.list(guildId, store, options, this.#seconds());
  }

  async items(
    guildId: GuildId,
    store: string,
    options: Parameters<KvStorage["items"]>[2],
  ): Promise<KvItemsPage> {
    return this.database.read(() => this.#ranges.items(guildId, store, options, this.#seconds()));
  }

  async count(guildId: GuildId, store: string, { prefix }: { prefix?: string }): Promise<number> {
    return this.#ranges.count(guildId, store, prefix, this.#seconds());
  }

  async clear(guildId: GuildId, store: string, { prefix }: { prefix?: string }): Promise<number> {
    return this.#write(() => this.#ranges.clear(guildId, store, prefix, this.#seconds()));
  }

  async top(
    guildId: GuildId,
    store: string,
    options: Parameters<KvStorage["top"]>[2],
  ): Promise<{ name: string; value: number }[]> {
    return this.#ranges.top(guildId, store, options, this.#seconds());
  }

  async rank(
    guildId: GuildId,
    store: string,
    key: string,
    { prefix }: { prefix?: string },
  ): Promise<number | null> {
    return this.#ranges.rank(guildId, store, toBytes(key), prefix, this.#seconds());
  }

  async stores(guildId: GuildId, options: Parameters<KvStorage["stores"]>[1]): Promise<KvStore[]> {
    return this.database.read(() => this.#stores.list(guildId, options, this.#seconds()));
  }

  async createStore(
    guildId: GuildId,
    store: string,
    most: number,
  ): Promise<Awaited<ReturnType<KvStorage["createStore"]>>> {
    return this.#write(() => this.#stores.create(guildId, store, most));
  }

  async deleteStore(guildId: GuildId, store: string): Promise<number | null> {
    return this.#write(() => {
      const deleted = this.#ranges.clear(guildId, store, undefined, this.#seconds());
      return this.#stores.forget(guildId, store) || deleted > 0 ? deleted : null;
    });
  }

  async usedBytes(guildId: GuildId): Promise<number> {
    return this.#usage.live(guildId, this.#seconds());
  }

  /** Within a transaction; whether there was such a key. One that has expired goes too, and does not come back. */
  #remove(guildId: GuildId, store: string, key: string): boolean {
    const found = this.#live(guildId, store, toBytes(key));
    this.#usage.forget(guildId, store, toBytes(key));
    return found !== null;
  }

  /** A write takes the chance to remove some expired entries of any guild. */
  #write<T>(body: () => T): Promise<T> {
    return this.database.write(() => {
      this.fence();
      this.#usage.purge(this.#seconds());
      return body();
    });
  }

  #seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  #live(guildId: GuildId, store: string, key: Uint8Array): StoredRow | null {
    return this.database.get<StoredRow>(
      `SELECT value, metadata, expires_at, version, bytes FROM kv_entries
       WHERE guild_id = ? AND store = ? AND key = ? AND (expires_at IS NULL OR expires_at > ?)`,
      guildId,
      store,
      key,
      this.#seconds(),
    ) ?? null;
  }

  /** Within a transaction; answers the new version. A write that does not grow is allowed even above the quota. */
  #put(
    guildId: GuildId,
    store: string,
    key: Uint8Array,
    { value, metadata, expiration }: NewEntry,
    replaced: StoredRow | null,
    quotaBytes: number,
  ): number {
    const valueBytes = toBytes(value);
    const bytes = Buffer.byteLength(store) + key.length + valueBytes.length +
      Buffer.byteLength(metadata ?? "");
    const growth = bytes - (replaced?.bytes ?? 0);
    if (growth > 0 && Number.isFinite(quotaBytes)) {
      const used = this.#usage.live(guildId, this.#seconds());
      if (used + growth > quotaBytes) throw new KvQuotaError(used, quotaBytes);
    }
    // One that has expired is not counted as replaced.
    if (!replaced) this.#usage.forget(guildId, store, key);
    const version = this.#usage.add(guildId, growth);
    this.database.run(
      `INSERT INTO kv_entries (guild_id, store, key, version, bytes, expires_at, number, metadata, value)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (guild_id, store, key) DO UPDATE SET version = excluded.version, bytes = excluded.bytes,
         expires_at = excluded.expires_at, number = excluded.number, metadata = excluded.metadata,
         value = excluded.value`,
      guildId,
      store,
      key,
      version,
      bytes,
      expiration,
      numberOf(value),
      metadata,
      valueBytes,
    );
    return version;
  }
}
