import { Buffer } from "node:buffer";
import type { GuildId } from "@flora/model";
import type { KvStorage } from "../contract.ts";
import type { Database } from "./database.ts";
import { type EntryRow, toEntry, toText } from "./kv-rows.ts";
import type { KvUsage } from "./kv-usage.ts";

/** Appended to a key it gives the very next one. */
const FIRST_BEHIND = Buffer.from([0]);
/** Sorts behind every key that starts with the same bytes: no UTF-8 text holds it. */
const BEHIND = Buffer.from([0xff]);

const LIVE = "(expires_at IS NULL OR expires_at > ?)";

/** Everything about the keys of one store that begin alike. */
export class KvRanges {
  constructor(private readonly database: Database, private readonly usage: KvUsage) {}

  list(
    guildId: GuildId,
    store: string,
    { prefix, limit, cursor }: Parameters<KvStorage["list"]>[2],
    seconds: number,
  ): Awaited<ReturnType<KvStorage["list"]>> {
    const rows = this.database.all<{ key: Uint8Array; metadata: string | null; expires_at: number | null }>(
      `SELECT key, metadata, expires_at FROM kv_entries
       WHERE guild_id = ? AND store = ? AND key >= ? AND key < ? AND ${LIVE} ORDER BY key LIMIT ?`,
      guildId,
      store,
      ...bounds(prefix, cursor),
      seconds,
      limit + 1,
    );
    const page = rows.slice(0, limit);
    return {
      keys: page.map((row) => ({
        name: toText(row.key),
        ...(row.expires_at !== null && { expiration: row.expires_at }),
        ...(row.metadata !== null && { metadata: JSON.parse(row.metadata) }),
      })),
      ...ending(page, rows.length > limit),
    };
  }

  items(
    guildId: GuildId,
    store: string,
    { prefix, limit, maxBytes, cursor }: Parameters<KvStorage["items"]>[2],
    seconds: number,
  ): Awaited<ReturnType<KvStorage["items"]>> {
    const sizes = this.database.all<{ bytes: number }>(
      `SELECT bytes FROM kv_entries
       WHERE guild_id = ? AND store = ? AND key >= ? AND key < ? AND ${LIVE} ORDER BY key LIMIT ?`,
      guildId,
      store,
      ...bounds(prefix, cursor),
      seconds,
      limit + 1,
    );
    let fitting = 0;
    for (let bytes = 0; fitting < Math.min(limit, sizes.length); fitting++) {
      bytes += sizes[fitting]!.bytes;
      if (bytes > maxBytes && fitting > 0) break;
    }
    const page = this.database.all<EntryRow & { key: Uint8Array }>(
      `SELECT key, value, metadata, expires_at, version FROM kv_entries
       WHERE guild_id = ? AND store = ? AND key >= ? AND key < ? AND ${LIVE} ORDER BY key LIMIT ?`,
      guildId,
      store,
      ...bounds(prefix, cursor),
      seconds,
      fitting,
    );
    return {
      items: page.map((row) => ({ name: toText(row.key), ...toEntry(row) })),
      ...ending(page, sizes.length > fitting),
    };
  }

  count(guildId: GuildId, store: string, prefix: string | undefined, seconds: number): number {
    // Stored ones without those that have expired: two walks through an index each, and few rows are ever expired.
    return this.database.get<{ live: number }>(
      `SELECT (SELECT count(*) FROM kv_entries WHERE guild_id = ?1 AND store = ?2 AND key >= ?3 AND key < ?4)
         - (SELECT count(*) FROM kv_entries INDEXED BY kv_expiry
            WHERE expires_at <= ?5 AND guild_id = ?1 AND store = ?2 AND key >= ?3 AND key < ?4) AS live`,
      guildId,
      store,
      ...bounds(prefix),
      seconds,
    )!.live;
  }

  /** Within a transaction. */
  clear(guildId: GuildId, store: string, prefix: string | undefined, seconds: number): number {
    const gone = this.database.all<{ bytes: number; live: number }>(
      `DELETE FROM kv_entries WHERE guild_id = ? AND store = ? AND key >= ? AND key < ?
       RETURNING bytes, ${LIVE} AS live`,
      guildId,
      store,
      ...bounds(prefix),
      seconds,
    );
    this.usage.add(guildId, -gone.reduce((sum, { bytes }) => sum + bytes, 0));
    return gone.reduce((sum, { live }) => sum + live, 0);
  }

  top(
    guildId: GuildId,
    store: string,
    { prefix, limit }: Parameters<KvStorage["top"]>[2],
    seconds: number,
  ): Awaited<ReturnType<KvStorage["top"]>> {
    return this.database.all<{ key: Uint8Array; number: number }>(
      `SELECT key, number FROM kv_entries INDEXED BY kv_numbers
       WHERE guild_id = ? AND store = ? AND number IS NOT NULL AND key >= ? AND key < ? AND ${LIVE}
       ORDER BY number DESC, key LIMIT ?`,
      guildId,
      store,
      ...bounds(prefix),
      seconds,
      limit,
    ).map(({ key, number }) => ({ name: toText(key), value: number }));
  }

  rank(
    guildId: GuildId,
    store: string,
    key: Uint8Array,
    prefix: string | undefined,
    seconds: number,
  ): number | null {
    const [first, last] = bounds(prefix);
    if (Buffer.compare(key, first) < 0 || Buffer.compare(key, last) >= 0) return null;
    return this.database.get<{ place: number }>(
      `SELECT 1 + (SELECT count(*) FROM kv_entries AS better INDEXED BY kv_numbers
         WHERE better.guild_id = ?1 AND better.store = ?2 AND better.number >= own.number
           AND (better.number > own.number OR better.key < own.key) AND better.key >= ?4 AND better.key < ?5
           AND (better.expires_at IS NULL OR better.expires_at > ?6)) AS place
       FROM kv_entries AS own
       WHERE guild_id = ?1 AND store = ?2 AND key = ?3 AND number IS NOT NULL
         AND (expires_at IS NULL OR expires_at > ?6)`,
      guildId,
      store,
      key,
      first,
      last,
      seconds,
    )?.place ?? null;
  }
}

/** The first key of a range, or of what is left of it behind a cursor, and the key behind its last. */
function bounds(prefix = "", cursor?: string): [Uint8Array, Uint8Array] {
  const start = Buffer.from(prefix, "utf8");
  const next = cursor === undefined ? start : Buffer.concat([Buffer.from(cursor, "base64url"), FIRST_BEHIND]);
  return [Buffer.compare(next, start) > 0 ? next : start, Buffer.concat([start, BEHIND])];
}

function ending(page: { key: Uint8Array }[], more: boolean): { complete: boolean; cursor?: string } {
  return more
    ? { complete: false, cursor: Buffer.from(page.at(-1)!.key).toString("base64url") }
    : { complete: true };
}
