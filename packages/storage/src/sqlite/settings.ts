import type { GuildId } from "@flora/model";
import type { SettingStorage } from "../contract.ts";
import type { Database } from "./database.ts";

export class SqliteSettings implements SettingStorage {
  constructor(private readonly database: Database) {}

  async read(guildId: GuildId): Promise<Map<string, unknown>> {
    const rows = this.database.all<{ key: string; value: string }>(
      "SELECT key, value FROM settings WHERE guild_id = ? ORDER BY key",
      guildId,
    );
    return new Map(rows.map(({ key, value }) => [key, JSON.parse(value)]));
  }

  async write(guildId: GuildId, changes: ReadonlyMap<string, unknown>): Promise<void> {
    await this.database.write(() => {
      for (const [key, value] of changes) this.#write(guildId, key, value);
    });
  }

  #write(guildId: GuildId, key: string, value: unknown): void {
    if (value === undefined) {
      this.database.run("DELETE FROM settings WHERE guild_id = ? AND key = ?", guildId, key);
      return;
    }
    this.database.run(
      `INSERT INTO settings (guild_id, key, value) VALUES (?, ?, ?)
       ON CONFLICT (guild_id, key) DO UPDATE SET value = excluded.value`,
      guildId,
      key,
      JSON.stringify(value),
    );
  }
}
