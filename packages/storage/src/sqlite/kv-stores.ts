import { Buffer } from "node:buffer";
import type { GuildId } from "@flora/model";
import type { KvStorage, KvStore } from "../contract.ts";
import type { Database } from "./database.ts";

/** The stores of guilds: those that hold keys, and those that were made to be filled. */
export class KvStores {
  constructor(private readonly database: Database) {}

  /** Within a transaction. */
  create(guildId: GuildId, store: string, most: number): Awaited<ReturnType<KvStorage["createStore"]>> {
    const { others } = this.database.get<{ others: number }>(
      "SELECT count(*) AS others FROM kv_stores WHERE guild_id = ? AND store <> ?",
      guildId,
      store,
    )!;
    if (others >= most) return "full";
    const added = this.database.run(
      "INSERT INTO kv_stores (guild_id, store) VALUES (?, ?) ON CONFLICT DO NOTHING",
      guildId,
      store,
    );
    return added > 0 ? "created" : "exists";
  }

  /** Within a transaction; false where nobody made it. */
  forget(guildId: GuildId, store: string): boolean {
    return this.database.run("DELETE FROM kv_stores WHERE guild_id = ? AND store = ?", guildId, store) > 0;
  }

  list(
    guildId: GuildId,
    { limit, after = "" }: { limit: number; after?: string },
    seconds: number,
  ): KvStore[] {
    const filled = this.database.all<{ name: string; keys: number; bytes: number }>(
      `SELECT store AS name, count(*) AS keys, sum(bytes) AS bytes FROM kv_entries
       WHERE guild_id = ? AND store > ? AND (expires_at IS NULL OR expires_at > ?)
       GROUP BY store ORDER BY store LIMIT ?`,
      guildId,
      after,
      seconds,
      limit,
    );
    const made = this.database.all<{ name: string }>(
      "SELECT store AS name FROM kv_stores WHERE guild_id = ? AND store > ? ORDER BY store LIMIT ?",
      guildId,
      after,
      limit,
    );
    const stores = new Map<string, KvStore>(made.map(({ name }) => [name, { name, keys: 0, bytes: 0 }]));
    for (const row of filled) stores.set(row.name, { ...row });
    return [...stores.values()].sort(byName).slice(0, limit);
  }
}

/** As the database orders them. */
function byName({ name: one }: KvStore, { name: other }: KvStore): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
