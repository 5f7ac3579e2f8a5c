import type { GuildId } from "@flora/model";
import type { CronRecord, CronStorage } from "../contract.ts";
import type { Database } from "./database.ts";

export class SqliteCron implements CronStorage {
  constructor(private readonly database: Database, private readonly now: () => number) {}

  async claim(guildId: GuildId, job: string, dueAt: number): Promise<boolean> {
    return this.database.write(() =>
      this.database.run(
        `INSERT INTO cron_jobs (guild_id, job, due_at) VALUES (?, ?, ?)
         ON CONFLICT (guild_id, job) DO UPDATE SET due_at = excluded.due_at, status = NULL, ended_at = NULL
         WHERE excluded.due_at > due_at`,
        guildId,
        job,
        dueAt,
      ) > 0
    );
  }

  /** The end of a run that a newer claim has overtaken is not recorded. */
  async finish(guildId: GuildId, job: string, dueAt: number, status: string): Promise<void> {
    this.database.write(() =>
      this.database.run(
        "UPDATE cron_jobs SET status = ?, ended_at = ? WHERE guild_id = ? AND job = ? AND due_at = ?",
        status,
        this.now(),
        guildId,
        job,
        dueAt,
      )
    );
  }

  async read(guildId: GuildId): Promise<Record<string, CronRecord>> {
    const rows = this.database.all<
      { job: string; due_at: number; status: string | null; ended_at: number | null }
    >("SELECT job, due_at, status, ended_at FROM cron_jobs WHERE guild_id = ?", guildId);
    return Object.fromEntries(rows.map((row) => [row.job, {
      lastDueAt: row.due_at,
      ...(row.status !== null && { lastStatus: row.status }),
      ...(row.ended_at !== null && { lastEndedAt: row.ended_at }),
    }]));
  }

  async prune(guildId: GuildId, keep: string[]): Promise<void> {
    this.database.write(() =>
      this.database.run(
        "DELETE FROM cron_jobs WHERE guild_id = ? AND job NOT IN (SELECT value FROM json_each(?))",
        guildId,
        JSON.stringify(keep),
      )
    );
  }
}
