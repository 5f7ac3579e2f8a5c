import type { GuildId } from "@flora/model";
import type { ClaimedSchedule, ScheduleEntry, ScheduleStorage } from "../contract.ts";
import type { Database } from "./database.ts";

interface EntryRow {
  name: string;
  due_at: number;
  payload: string;
}

export class SqliteSchedules implements ScheduleStorage {
  /** `fence` is asked inside every write of a guild's own and throws where it must not be. */
  constructor(
    private readonly database: Database,
    private readonly now: () => number,
    private readonly fence: () => void = () => {},
  ) {}

  async put(guildId: GuildId, { name, dueAt, payload }: ScheduleEntry, most: number): Promise<boolean> {
    return this.database.write(() => {
      this.fence();
      const { others } = this.database.get<{ others: number }>(
        "SELECT count(*) AS others FROM schedules WHERE guild_id = ? AND name <> ?",
        guildId,
        name,
      )!;
      if (others >= most) return false;
      // A new row, not a changed one: whoever holds a claim on the old one must not end this one.
      this.database.run(
        "INSERT OR REPLACE INTO schedules (guild_id, name, due_at, fire_at, payload) VALUES (?1, ?2, ?3, ?3, ?4)",
        guildId,
        name,
        dueAt,
        JSON.stringify(payload ?? null),
      );
      return true;
    });
  }

  async cancel(guildId: GuildId, name: string): Promise<boolean> {
    return this.database.write(() => {
      this.fence();
      const waited = this.database.get(
        "SELECT 1 FROM schedules WHERE guild_id = ? AND name = ? AND claimed = 0",
        guildId,
        name,
      );
      this.database.run("DELETE FROM schedules WHERE guild_id = ? AND name = ?", guildId, name);
      return waited !== undefined;
    });
  }

  async list(guildId: GuildId): Promise<ScheduleEntry[]> {
    return this.database.all<EntryRow>(
      "SELECT name, due_at, payload FROM schedules WHERE guild_id = ? AND claimed = 0 ORDER BY due_at, name",
      guildId,
    ).map(toEntry);
  }

  async unfinished(guildId: GuildId, at: number): Promise<number> {
    return this.database.get<{ count: number }>(
      "SELECT count(*) AS count FROM schedules WHERE guild_id = ? AND due_at <= ?",
      guildId,
      at,
    )!.count;
  }

  async nextAt(): Promise<number | null> {
    return this.database.get<{ at: number | null }>("SELECT min(fire_at) AS at FROM schedules")!.at;
  }

  async claim({ until, limit }: { until: number; limit: number }): Promise<ClaimedSchedule[]> {
    return this.database.write(() => {
      const rows = this.database.all<EntryRow & { id: number; guild_id: GuildId; attempt: number }>(
        "SELECT * FROM schedules WHERE fire_at <= ? ORDER BY fire_at, id LIMIT ?",
        this.now(),
        limit,
      );
      for (const { id } of rows) {
        this.database.run(
          "UPDATE schedules SET fire_at = ?, attempt = attempt + 1, claimed = 1 WHERE id = ?",
          until,
          id,
        );
      }
      return rows.map((row) => ({
        ...toEntry(row),
        id: row.id,
        guildId: row.guild_id,
        attempt: row.attempt + 1,
      }));
    });
  }

  async finish(id: number): Promise<void> {
    await this.database.write(() => this.database.run("DELETE FROM schedules WHERE id = ?", id));
  }

  async postpone(id: number, at: number, attempt: number): Promise<void> {
    await this.database.write(() =>
      this.database.run(
        "UPDATE schedules SET fire_at = ?, attempt = ?, claimed = 0 WHERE id = ?",
        at,
        attempt,
        id,
      )
    );
  }

  async wake(guildId?: GuildId): Promise<void> {
    await this.database.write(() =>
      this.database.run(
        `UPDATE schedules SET fire_at = due_at
         WHERE claimed = 0 AND fire_at <> due_at AND guild_id = coalesce(?, guild_id)`,
        guildId ?? null,
      )
    );
  }
}

function toEntry({ name, due_at, payload }: EntryRow): ScheduleEntry {
  return { name, dueAt: due_at, payload: JSON.parse(payload) };
}
