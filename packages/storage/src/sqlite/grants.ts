import type { GuildId, UserId } from "@flora/model";
import type { GrantRecord, GrantStorage } from "../identity.ts";
import type { Database } from "./database.ts";

const select = `SELECT guild_id AS guildId, user_id AS userId, role, granted_by AS grantedBy,
  granted_at AS grantedAt FROM grants`;

export class SqliteGrants implements GrantStorage {
  constructor(private readonly database: Database) {}

  async put({ guildId, userId, role, grantedBy, grantedAt }: GrantRecord, most: number): Promise<boolean> {
    return this.database.write(() => {
      const others = "SELECT count(*) AS count FROM grants WHERE guild_id = ? AND user_id <> ?";
      if (this.database.get<{ count: number }>(others, guildId, userId)!.count >= most) return false;
      this.database.run(
        "INSERT OR REPLACE INTO grants (guild_id, user_id, role, granted_by, granted_at) VALUES (?, ?, ?, ?, ?)",
        guildId,
        userId,
        role,
        grantedBy,
        grantedAt,
      );
      return true;
    });
  }

  async find(guildId: GuildId, userId: UserId): Promise<GrantRecord | null> {
    return this.#grants(`${select} WHERE guild_id = ? AND user_id = ?`, guildId, userId)[0] ?? null;
  }

  async list(guildId: GuildId): Promise<GrantRecord[]> {
    return this.#grants(`${select} WHERE guild_id = ? ORDER BY granted_at, user_id`, guildId);
  }

  async listOf(userId: UserId): Promise<GrantRecord[]> {
    return this.#grants(`${select} WHERE user_id = ? ORDER BY granted_at, guild_id`, userId);
  }

  async delete(guildId: GuildId, userId: UserId): Promise<boolean> {
    const sql = "DELETE FROM grants WHERE guild_id = ? AND user_id = ?";
    return this.database.write(() => this.database.run(sql, guildId, userId) > 0);
  }

  #grants(sql: string, ...values: string[]): GrantRecord[] {
    return this.database.all<GrantRecord>(sql, ...values).map((row) => ({ ...row }));
  }
}
