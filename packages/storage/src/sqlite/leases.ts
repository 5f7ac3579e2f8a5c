import type { Generation, GuildId } from "@flora/model";
import { type Lease, type LeaseStorage, StaleLeaseError } from "../contract.ts";
import type { Database } from "./database.ts";

export class SqliteLeases implements LeaseStorage {
  constructor(private readonly database: Database) {}

  async take(guildId: GuildId, owner: string, generation: Generation): Promise<boolean> {
    return this.database.write(() =>
      this.database.run(
        `INSERT INTO leases (guild_id, owner, generation) VALUES (?, ?, ?)
         ON CONFLICT (guild_id) DO UPDATE SET owner = excluded.owner, generation = excluded.generation
         WHERE excluded.generation > generation`,
        guildId,
        owner,
        generation,
      ) > 0
    );
  }

  async read(guildId: GuildId): Promise<Lease | null> {
    const row = this.database.get<Lease>("SELECT owner, generation FROM leases WHERE guild_id = ?", guildId);
    return row ? { ...row } : null;
  }

  /** To be called inside a write: throws StaleLeaseError where a newer generation holds the lease. */
  fence(guildId: GuildId, generation: Generation): void {
    const row = this.database.get<{ generation: number }>(
      "SELECT generation FROM leases WHERE guild_id = ?",
      guildId,
    );
    if (row && row.generation > generation) throw new StaleLeaseError(guildId, generation);
  }
}
