import type { GuildId } from "@flora/model";
import type { StateStorage } from "../contract.ts";
import type { Database } from "./database.ts";

export class SqliteState implements StateStorage {
  /** `fence` is asked inside every write and throws where it must not be. */
  constructor(private readonly database: Database, private readonly fence: () => void = () => {}) {}

  async read(guildId: GuildId): Promise<Record<string, unknown>> {
    const row = this.database.get<{ body: string }>("SELECT body FROM states WHERE guild_id = ?", guildId);
    return row ? JSON.parse(row.body) : {};
  }

  async write(guildId: GuildId, values: Record<string, unknown>): Promise<void> {
    await this.database.write(() => {
      this.fence();
      this.database.run(
        "INSERT INTO states (guild_id, body) VALUES (?, ?) ON CONFLICT (guild_id) DO UPDATE SET body = excluded.body",
        guildId,
        JSON.stringify(values),
      );
    });
  }
}
