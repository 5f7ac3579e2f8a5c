import type { SessionRecord, SessionStorage } from "../identity.ts";
import type { Database } from "./database.ts";

const columns = "hash, user_id AS userId, created_at AS createdAt, expires_at AS expiresAt";

export class SqliteSessions implements SessionStorage {
  constructor(private readonly database: Database, private readonly now: () => number) {}

  async add({ hash, userId, createdAt, expiresAt }: SessionRecord, most: number): Promise<void> {
    await this.database.write(() => {
      this.database.run("DELETE FROM sessions WHERE expires_at <= ?", this.now());
      this.database.run("INSERT INTO sessions VALUES (?, ?, ?, ?)", hash, userId, createdAt, expiresAt);
      this.database.run(
        `DELETE FROM sessions WHERE user_id = ?1 AND hash NOT IN (
           SELECT hash FROM sessions WHERE user_id = ?1 ORDER BY hash = ?2 DESC, created_at DESC LIMIT ?3
         )`,
        userId,
        hash,
        most,
      );
    });
  }

  async find(hash: string): Promise<SessionRecord | null> {
    const sql = `SELECT ${columns} FROM sessions WHERE hash = ? AND expires_at > ?`;
    const row = this.database.get<SessionRecord>(sql, hash, this.now());
    return row ? { ...row } : null;
  }

  async delete(hash: string): Promise<boolean> {
    return this.database.write(() => this.database.run("DELETE FROM sessions WHERE hash = ?", hash) > 0);
  }
}
