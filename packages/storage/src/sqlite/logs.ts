import { type GuildId, LogLevel, type LogLine, type StoredLogLine } from "@flora/model";
import type { LogStorage } from "../contract.ts";
import type { Database } from "./database.ts";

const rankOf = (level: LogLevel) => LogLevel.options.indexOf(level);

export class SqliteLogs implements LogStorage {
  constructor(private readonly database: Database) {}

  async append(guildId: GuildId, lines: LogLine[], keep: number): Promise<void> {
    if (lines.length === 0) return;
    this.database.write(() => {
      for (const line of lines) {
        this.database.run(
          "INSERT INTO logs (guild_id, level, body) VALUES (?, ?, ?)",
          guildId,
          rankOf(line.level),
          JSON.stringify(line),
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
    { limit, afterSeq, minLevel = "debug" }: { limit: number; afterSeq?: number; minLevel?: LogLevel },
  ): Promise<StoredLogLine[]> {
    const order = afterSeq === undefined ? "DESC" : "ASC";
    const rows = this.database.all<{ seq: number; body: string }>(
      `SELECT seq, body FROM logs WHERE guild_id = ? AND level >= ? AND seq > ? ORDER BY seq ${order} LIMIT ?`,
      guildId,
      rankOf(minLevel),
      afterSeq ?? 0,
      limit,
    );
    if (order === "DESC") rows.reverse();
    return rows.map(({ seq, body }) => ({ ...JSON.parse(body), seq }));
  }
}
