import type { GuildId } from "@flora/model";
import type { Database } from "./database.ts";

/** So that the write after a burst of expiries stays short. */
const PURGE_AT_ONCE = 128;

/** Keeps one row per guild exact: the bytes of its stored entries, expired ones included, and its version counter. */
export class KvUsage {
  /** Unix seconds up to which nothing that has expired is left. */
  #purgedTo = -1;

  constructor(private readonly database: Database) {}

  /** Bytes of the guild's entries that have not expired. */
  live(guildId: GuildId, seconds: number): number {
    return this.database.get<{ bytes: number }>(
      `SELECT coalesce((SELECT bytes FROM kv_guilds WHERE guild_id = ?1), 0)
         - coalesce((SELECT sum(bytes) FROM kv_entries WHERE expires_at <= ?2 AND guild_id = ?1), 0) AS bytes`,
      guildId,
      seconds,
    )!.bytes;
  }

  /** Answers the guild's next version, which never repeats, whatever is deleted. */
  add(guildId: GuildId, bytes: number): number {
    return this.database.get<{ version: number }>(
      `INSERT INTO kv_guilds (guild_id, bytes, version) VALUES (?1, ?2, 1)
       ON CONFLICT (guild_id) DO UPDATE SET bytes = bytes + ?2, version = version + 1 RETURNING version`,
      guildId,
      bytes,
    )!.version;
  }

  /** Removes an entry, expired or not, to make way for its successor. */
  forget(guildId: GuildId, store: string, key: Uint8Array): void {
    const gone = this.database.get<{ bytes: number }>(
      "DELETE FROM kv_entries WHERE guild_id = ? AND store = ? AND key = ? RETURNING bytes",
      guildId,
      store,
      key,
    );
    if (gone) this.#release(guildId, gone.bytes);
  }

  /** Removes some expired entries, oldest first, of whichever guild. */
  purge(seconds: number): void {
    if (seconds === this.#purgedTo) return;
    const gone = this.database.all<{ guild_id: string; bytes: number }>(
      `DELETE FROM kv_entries WHERE id IN
         (SELECT id FROM kv_entries WHERE expires_at <= ? ORDER BY expires_at LIMIT ${PURGE_AT_ONCE})
       RETURNING guild_id, bytes`,
      seconds,
    );
    for (const { guild_id: guildId, bytes } of gone) this.#release(guildId, bytes);
    if (gone.length < PURGE_AT_ONCE) this.#purgedTo = seconds;
  }

  #release(guildId: string, bytes: number): void {
    this.database.run("UPDATE kv_guilds SET bytes = bytes - ? WHERE guild_id = ?", bytes, guildId);
  }
}
