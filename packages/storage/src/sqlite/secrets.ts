import type { GuildId } from "@flora/model";
import type { SecretRecord, SecretStorage } from "../contract.ts";
import type { Database } from "./database.ts";

export class SqliteSecrets implements SecretStorage {
  constructor(private readonly database: Database) {}

  async guilds(): Promise<GuildId[]> {
    return this.database.all<{ guild_id: GuildId }>("SELECT DISTINCT guild_id FROM secrets ORDER BY guild_id")
      .map((row) => row.guild_id);
  }

  async list(guildId: GuildId): Promise<SecretRecord[]> {
    return this.database.all<{ name: string; sealed: string; allowed_hosts: string; updated_at: number }>(
      "SELECT name, sealed, allowed_hosts, updated_at FROM secrets WHERE guild_id = ? ORDER BY name",
      guildId,
    ).map((row) => ({
      name: row.name,
      sealed: row.sealed,
      allowedHosts: JSON.parse(row.allowed_hosts),
      updatedAt: row.updated_at,
    }));
  }

  async put(guildId: GuildId, { name, sealed, allowedHosts, updatedAt }: SecretRecord): Promise<void> {
    await this.database.write(() =>
      this.database.run(
        `INSERT INTO secrets (guild_id, name, updated_at, allowed_hosts, sealed) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (guild_id, name) DO UPDATE
         SET updated_at = excluded.updated_at, allowed_hosts = excluded.allowed_hosts, sealed = excluded.sealed`,
        guildId,
        name,
        updatedAt,
        JSON.stringify(allowedHosts),
        sealed,
      )
    );
  }

  async delete(guildId: GuildId, name: string): Promise<boolean> {
    return this.database.write(() =>
      this.database.run("DELETE FROM secrets WHERE guild_id = ? AND name = ?", guildId, name) > 0
    );
  }
}
