import type { GuildId } from "@flora/model";
import type { CronRecord, CronStorage } from "../contract.ts";
import type { Database } from "./database.ts";

interface CronRow {
  job: string;
  due_at: number;
  started: number;
  status: string | null;
  ended_at: number | null;
  missed: number;
}

export class SqliteCron implements CronStorage {
  /** `fence` throws where the writer has lost the guild. */
  constructor(
    private readonly database: Database,
    private readonly now: () => number,
    private readonly fence: () => void = () => {},
  ) {}

  async claim(guildId: GuildId, job: string, dueAt: number): Promise<boolean> {
    return this.database.write(() => {
      this.fence();
      return this.database.run(
        `INSERT INTO cron_jobs (guild_id, job, due_at) VALUES (?, ?, ?)
         ON CONFLICT (guild_id, job) DO UPDATE
         SET due_at = excluded.due_at, started = 0, status = NULL, ended_at = NULL
         WHERE excluded.due_at > due_at`,
        guildId,
        job,
        dueAt,
      ) > 0;
    });
  }

  /** A run that a newer claim has overtaken is not known to have begun. */
  async start(guildId: GuildId, job: string, dueAt: number): Promise<boolean> {
    return this.database.write(() => {
      this.fence();
      const begun = this.database.get(
        "SELECT 1 FROM cron_jobs WHERE guild_id = ? AND job = ? AND due_at = ? AND started = 1",
        guildId,
        job,
        dueAt,
      );
      if (begun) return false;
      this.database.run(
        "UPDATE cron_jobs SET started = 1 WHERE guild_id = ? AND job = ? AND due_at = ?",
        guildId,
        job,
        dueAt,
      );
      return true;
    });
  }

  /** The end of a run that a newer claim has overtaken is not recorded. */
  async finish(guildId: GuildId, job: string, dueAt: number, status: string): Promise<void> {
    await this.database.write(() => {
      this.fence();
      this.database.run(
        "UPDATE cron_jobs SET status = ?, ended_at = ? WHERE guild_id = ? AND job = ? AND due_at = ?",
        status,
        this.now(),
        guildId,
        job,
        dueAt,
      );
    });
  }

  async miss(guildId: GuildId, job: string, dueAt: number, count: number): Promise<void> {
    await this.database.write(() => {
      this.fence();
      this.database.run(
        `INSERT INTO cron_jobs (guild_id, job, due_at, status, ended_at, missed) VALUES (?1, ?2, ?3, 'missed', ?4, ?5)
         ON CONFLICT (guild_id, job) DO UPDATE
         SET due_at = ?3, started = 0, status = 'missed', ended_at = ?4, missed = missed + ?5
         WHERE ?3 > due_at`,
        guildId,
        job,
        dueAt,
        this.now(),
        count,
      );
    });
  }

  async read(guildId: GuildId): Promise<Record<string, CronRecord>> {
    const rows = this.database.all<CronRow>(
      "SELECT job, due_at, started, status, ended_at, missed FROM cron_jobs WHERE guild_id = ?",
      guildId,
    );
    return Object.fromEntries(rows.map((row) => [row.job, {
      lastDueAt: row.due_at,
      started: row.started === 1,
      missed: row.missed,
      ...(row.status !== null && { lastStatus: row.status }),
      ...(row.ended_at !== null && { lastEndedAt: row.ended_at }),
    }]));
  }

  async prune(guildId: GuildId, keep: string[]): Promise<void> {
    await this.database.write(() => {
      this.fence();
      this.database.run(
        "DELETE FROM cron_jobs WHERE guild_id = ? AND job NOT IN (SELECT value FROM json_each(?))",
        guildId,
        JSON.stringify(keep),
      );
    });
  }
}
