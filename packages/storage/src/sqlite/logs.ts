import { type GuildId, LogLevel, type LogLine, type StoredLogLine } from "@flora/model";
import type { LogQuery, LogStorage } from "../contract.ts";
import type { Database } from "./database.ts";

const rankOf = (level: LogLevel) => LogLevel.options.indexOf(level);

export class SqliteLogs implements LogStorage {
  constructor(private readonly database: Database) {}

  async append(guildId: GuildId, lines: LogLine[], keep: number): Promise<void> {
    if (lines.length === 0) return;
    await this.database.write(() => {
      for (const line of lines) {
        this.database.run(
          "INSERT INTO logs (guild_id, level, body, at, dispatch_id) VALUES (?, ?, ?, ?, ?)",
          guildId,
          rankOf(line.level),
          JSON.stringify(line),
          line.at,
          line.dispatchId ?? null,
        );
      }
      this.database.run(
        `DELETE FROM logs WHERE guild_id = ?1 AND seq <=
           (SELECT seq FROM logs WHERE guild_id = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)`,
        guildId,
        keep,
      );
    });
  }

  async read(
    guildId: GuildId,
    { limit, afterSeq, beforeSeq, minLevel = "debug", since, until, dispatchId }: LogQuery,
  ): Promise<StoredLogLine[]> {
    const order = afterSeq === undefined ? "DESC" : "ASC";
    const rows = this.database.all<{ seq: number; body: string }>(
      `SELECT seq, body FROM logs
       WHERE guild_id = ?1 AND level >= ?2 AND seq > ?3 AND seq < ?4 AND at >= ?5 AND at < ?6
         AND (?7 IS NULL OR dispatch_id = ?7) ORDER BY seq ${order} LIMIT ?8`,
      guildId,
      rankOf(minLevel),
      afterSeq ?? 0,
      beforeSeq ?? Number.MAX_SAFE_INTEGER,
      since ?? 0,
      until ?? Number.MAX_SAFE_INTEGER,
      dispatchId ?? null,
      limit,
    );
    if (order === "DESC") rows.reverse();
    return rows.map(({ seq, body }) => ({ ...JSON.parse(body), seq }));
  }
}
