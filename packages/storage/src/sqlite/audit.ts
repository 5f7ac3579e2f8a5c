import type { GuildId } from "@flora/model";
import type { AuditEntry, AuditQuery, AuditStorage, StoredAuditEntry } from "../identity.ts";
import type { Database, Value } from "./database.ts";

/** Stands for entries that concern no single guild. */
const NO_GUILD = "";

export class SqliteAudit implements AuditStorage {
  constructor(private readonly database: Database) {}

  async append(entry: AuditEntry, keep: number): Promise<void> {
    const guild = entry.guildId ?? NO_GUILD;
    await this.database.write(() => {
      this.database.run(
        "INSERT INTO audit (guild_id, at, actor_id, action, outcome, body) VALUES (?, ?, ?, ?, ?, ?)",
        guild,
        entry.at,
        entry.actor.id ?? null,
        entry.action,
        entry.outcome,
        JSON.stringify(entry),
      );
      this.database.run(
        `DELETE FROM audit WHERE guild_id = ?1 AND seq <= (
           SELECT seq FROM audit WHERE guild_id = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2
         )`,
        guild,
        keep,
      );
    });
  }

  async read(guildId: GuildId | null, query: AuditQuery): Promise<StoredAuditEntry[]> {
    const conditions: [string, Value | undefined][] = [
      ["guild_id = ?", guildId ?? undefined],
      ["seq < ?", query.beforeSeq],
      ["action = ?", query.action],
      ["actor_id = ?", query.actorId],
      ["outcome = ?", query.outcome],
      ["at >= ?", query.from],
      ["at < ?", query.until],
    ];
    const used = conditions.filter((one): one is [string, Value] => one[1] !== undefined);
    const where = used.length > 0 ? `WHERE ${used.map(([sql]) => sql).join(" AND ")}` : "";
    return this.database.all<{ seq: number; body: string }>(
      `SELECT seq, body FROM audit ${where} ORDER BY seq DESC LIMIT ?`,
      ...used.map(([, value]) => value),
      query.limit,
    ).map(({ seq, body }) => ({ ...JSON.parse(body), seq }));
  }
}
