import type { Generation, GuildId } from "@flora/model";
import { type Fence, type Lease, LeaseLostError, type LeaseStorage } from "../contract.ts";
import type { Database } from "./database.ts";

interface LeaseRow {
  guild_id: GuildId;
  holder: string | null;
  generation: Generation;
}

const COLUMNS = "guild_id, holder, generation";

export class SqliteLeases implements LeaseStorage {
  constructor(private readonly database: Database) {}

  async read(guildId: GuildId): Promise<Lease | null> {
    // A guild that was only ever pinned has no lease.
    const row = this.database.get<LeaseRow>(
      `SELECT ${COLUMNS} FROM leases WHERE guild_id = ? AND issued > 0`,
      guildId,
    );
    return row ? toLease(row) : null;
  }

  async all(): Promise<Lease[]> {
    return this.database.all<LeaseRow>(
      `SELECT ${COLUMNS} FROM leases WHERE holder IS NOT NULL ORDER BY guild_id`,
    ).map(toLease);
  }

  async take(guildId: GuildId, holder: string): Promise<Lease> {
    return this.database.write(() => {
      const row = this.database.get<LeaseRow>(
        `INSERT INTO leases (guild_id, holder, generation, issued) VALUES (?1, ?2, 1, 1)
         ON CONFLICT (guild_id) DO UPDATE
         SET holder = ?2, generation = issued + 1, issued = issued + 1, prepared = NULL
         RETURNING ${COLUMNS}`,
        guildId,
        holder,
      );
      return toLease(row!);
    });
  }

  async prepare(guildId: GuildId, generation: Generation): Promise<Generation | null> {
    return this.database.write(() =>
      this.database.get<{ prepared: Generation }>(
        `UPDATE leases SET issued = issued + 1, prepared = issued + 1
         WHERE guild_id = ? AND generation = ? RETURNING prepared`,
        guildId,
        generation,
      )?.prepared ?? null
    );
  }

  async move(
    guildId: GuildId,
    holder: string,
    { from, to }: { from: Generation; to: Generation },
  ): Promise<boolean> {
    return this.database.write(() => {
      const moved = this.database.run(
        `UPDATE leases SET holder = ?1, generation = ?4, prepared = NULL
         WHERE guild_id = ?2 AND generation = ?3 AND prepared = ?4`,
        holder,
        guildId,
        from,
        to,
      );
      if (moved > 0) return true;
      return this.database.get(
        "SELECT 1 FROM leases WHERE guild_id = ? AND generation = ? AND holder = ?",
        guildId,
        to,
        holder,
      ) !== undefined;
    });
  }

  async abandon(guildId: GuildId, prepared: Generation): Promise<void> {
    this.database.write(() =>
      this.database.run(
        "UPDATE leases SET prepared = NULL WHERE guild_id = ? AND prepared = ?",
        guildId,
        prepared,
      )
    );
  }

  async release(guildId: GuildId, generation: Generation): Promise<boolean> {
    return this.database.write(() =>
      this.database.run(
        `UPDATE leases SET holder = NULL, generation = issued + 1, issued = issued + 1, prepared = NULL
         WHERE guild_id = ? AND generation = ?`,
        guildId,
        generation,
      ) > 0
    );
  }

  async revoke(holder: string): Promise<GuildId[]> {
    return this.database.write(() =>
      this.database.all<{ guild_id: GuildId }>(
        `UPDATE leases SET holder = NULL, generation = issued + 1, issued = issued + 1, prepared = NULL
         WHERE holder = ? RETURNING guild_id`,
        holder,
      ).map((row) => row.guild_id)
    );
  }

  async pin(guildId: GuildId, worker: string | null): Promise<void> {
    this.database.write(() =>
      this.database.run(
        `INSERT INTO leases (guild_id, generation, issued, pinned_to) VALUES (?1, 0, 0, ?2)
         ON CONFLICT (guild_id) DO UPDATE SET pinned_to = ?2`,
        guildId,
        worker,
      )
    );
  }

  async pins(): Promise<{ guildId: GuildId; worker: string }[]> {
    return this.database.all<{ guild_id: GuildId; pinned_to: string }>(
      "SELECT guild_id, pinned_to FROM leases WHERE pinned_to IS NOT NULL ORDER BY guild_id",
    ).map((row) => ({ guildId: row.guild_id, worker: row.pinned_to }));
  }
}

/** Within a write: throws LeaseLostError where the fence's generation may not write for the guild any more. */
export function checkFence(database: Database, guildId: GuildId, fence: Fence | undefined): void {
  if (!fence) return;
  const { generation } = fence;
  const lease = database.get<{ generation: Generation; prepared: Generation | null }>(
    "SELECT generation, prepared FROM leases WHERE guild_id = ? AND issued > 0",
    guildId,
  );
  if (!lease || lease.generation === generation || lease.prepared === generation) return;
  throw new LeaseLostError(guildId, generation);
}

function toLease({ guild_id: guildId, holder, generation }: LeaseRow): Lease {
  return { guildId, generation, ...(holder !== null && { holder }) };
}
