import { Buffer } from "node:buffer";
import type { GuildId } from "@flora/model";
import { type KvEntry, type KvListPage, KvQuotaError, type KvStorage } from "../contract.ts";
import type { Database } from "./database.ts";
import { KvUsage } from "./kv-usage.ts";

/** Appended to a key it gives the very next one. */
const FIRST_BEHIND = Buffer.from([0]);
/** Sorts behind every key that starts with the same bytes: no UTF-8 text holds it. */
const BEHIND = Buffer.from([0xff]);

const bytesOf = (text: string) => Buffer.from(text, "utf8");
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");

interface EntryRow {
  value: Uint8Array;
  metadata: string | null;
  expires_at: number | null;
  version: number;
  bytes: number;
}

interface NewEntry {
  value: Uint8Array;
  metadata: string | null;
  expiration: number | null;
}

export class SqliteKv implements KvStorage {
  readonly #usage: KvUsage;

  constructor(private readonly database: Database, private readonly now: () => number) {
    this.#usage = new KvUsage(database);
  }

  async get(guildId: GuildId, store: string, key: string): Promise<KvEntry | null> {
    const row = this.#live(guildId, store, bytesOf(key));
    return row && {
      value: textOf(row.value),
      metadata: row.metadata === null ? null : JSON.parse(row.metadata),
      ...(row.expires_at !== null && { expiration: row.expires_at }),
      version: row.version,
    };
  }

  async set(
    guildId: GuildId,
    store: string,
    key: string,
    value: string,
    { metadata, expiration, ifVersion, quotaBytes }: Parameters<KvStorage["set"]>[4],
  ): Promise<number | null> {
    const entry = { value: bytesOf(value), metadata: toJson(metadata), expiration: expiration ?? null };
    return this.#write(() => {
      const found = this.#live(guildId, store, bytesOf(key));
      if (ifVersion !== undefined && ifVersion !== (found?.version ?? 0)) return null;
      return this.#put(guildId, store, bytesOf(key), entry, found, quotaBytes);
    });
  }

  async updateMetadata(guildId: GuildId, store: string, key: string, metadata: unknown): Promise<boolean> {
    return this.#write(() => {
      const found = this.#live(guildId, store, bytesOf(key));
      if (!found) return false;
      const entry = { value: found.value, metadata: toJson(metadata), expiration: found.expires_at };
      this.#put(guildId, store, bytesOf(key), entry, found, Infinity);
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
      const found = this.#live(guildId, store, bytesOf(key));
      const before = found ? textOf(found.value) : "0";
      const sum = Number(before) + by;
      if (!/^-?\d+$/.test(before) || !Number.isSafeInteger(Number(before)) || !Number.isSafeInteger(sum)) {
        return null;
      }
      const entry = {
        value: bytesOf(String(sum)),
        metadata: found?.metadata ?? null,
        expiration: found?.expires_at ?? null,
      };
      this.#put(guildId, store, bytesOf(key), entry, found, quotaBytes);
      return sum;
    });
  }

  async delete(guildId: GuildId, store: string, key: string): Promise<boolean> {
    return this.#write(() => {
      const found = this.#live(guildId, store, bytesOf(key));
      if (!found) return false;
      this.database.run(
        "DELETE FROM kv_entries WHERE guild_id = ? AND store = ? AND key = ?",
        guildId,
        store,
        bytesOf(key),
      );
      this.#usage.add(guildId, -found.bytes);
      return true;
    });
  }

  async list(
    guildId: GuildId,
    store: string,
    { prefix = "", limit, cursor }: { prefix?: string; limit: number; cursor?: string },
  ): Promise<KvListPage> {
    const start = bytesOf(prefix);
    const next = cursor === undefined
      ? start
      : Buffer.concat([Buffer.from(cursor, "base64url"), FIRST_BEHIND]);
    const rows = this.database.all<{ key: Uint8Array; metadata: string | null; expires_at: number | null }>(
      `SELECT key, metadata, expires_at FROM kv_entries
       WHERE guild_id = ? AND store = ? AND key >= ? AND key < ?
         AND (expires_at IS NULL OR expires_at > ?)
       ORDER BY key LIMIT ?`,
      guildId,
      store,
      Buffer.compare(next, start) > 0 ? next : start,
      Buffer.concat([start, BEHIND]),
      this.#seconds(),
      limit + 1,
    );
    const page = rows.slice(0, limit);
    const complete = rows.length <= limit;
    return {
      keys: page.map((row) => ({
        name: textOf(row.key),
        ...(row.expires_at !== null && { expiration: row.expires_at }),
        ...(row.metadata !== null && { metadata: JSON.parse(row.metadata) }),
      })),
      complete,
      ...(!complete && { cursor: Buffer.from(page.at(-1)!.key).toString("base64url") }),
    };
  }

  async stores(guildId: GuildId): Promise<{ name: string; keys: number; bytes: number }[]> {
    return this.database.all<{ name: string; keys: number; bytes: number }>(
      `SELECT store AS name, count(*) AS keys, sum(bytes) AS bytes FROM kv_entries
       WHERE guild_id = ? AND (expires_at IS NULL OR expires_at > ?) GROUP BY store ORDER BY store`,
      guildId,
      this.#seconds(),
    ).map((row) => ({ ...row }));
  }

  async deleteStore(guildId: GuildId, store: string): Promise<number> {
    return this.#write(() => {
      const seconds = this.#seconds();
      const gone = this.database.get<{ bytes: number | null; live: number | null }>(
        `SELECT sum(bytes) AS bytes, sum(expires_at IS NULL OR expires_at > ?) AS live FROM kv_entries
         WHERE guild_id = ? AND store = ?`,
        seconds,
        guildId,
        store,
      )!;
      this.database.run("DELETE FROM kv_entries WHERE guild_id = ? AND store = ?", guildId, store);
      this.#usage.add(guildId, -(gone.bytes ?? 0));
      return gone.live ?? 0;
    });
  }

  async usedBytes(guildId: GuildId): Promise<number> {
    return this.#usage.live(guildId, this.#seconds());
  }

  /** A write takes the chance to remove some expired entries of any guild. */
  #write<T>(body: () => T): T {
    return this.database.write(() => {
      this.#usage.purge(this.#seconds());
      return body();
    });
  }

  #seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  #live(guildId: GuildId, store: string, key: Uint8Array): EntryRow | null {
    return this.database.get<EntryRow>(
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
    replaced: EntryRow | null,
    quotaBytes: number,
  ): number {
    const bytes = Buffer.byteLength(store) + key.length + value.length + Buffer.byteLength(metadata ?? "");
    const growth = bytes - (replaced?.bytes ?? 0);
    if (growth > 0 && Number.isFinite(quotaBytes)) {
      const used = this.#usage.live(guildId, this.#seconds());
      if (used + growth > quotaBytes) throw new KvQuotaError(used, quotaBytes);
    }
    this.#usage.forget(guildId, store, key);
    const version = this.#usage.add(guildId, bytes);
    this.database.run(
      `INSERT INTO kv_entries (guild_id, store, key, version, bytes, expires_at, metadata, value)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      guildId,
      store,
      key,
      version,
      bytes,
      expiration,
      metadata,
      value,
    );
    return version;
  }
}

function toJson(metadata: unknown): string | null {
  return metadata === null ? null : JSON.stringify(metadata) ?? null;
}
