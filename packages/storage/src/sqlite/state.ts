import type { GuildId } from "@flora/model";
import type { Fence, StateStorage } from "../contract.ts";
import type { Database } from "./database.ts";
import { checkFence } from "./leases.ts";

export class SqliteState implements StateStorage {
  constructor(private readonly database: Database, private readonly fence?: Fence) {}

  async read(guildId: GuildId): Promise<Record<string, unknown>> {
    const row = this.database.get<{ body: string }>("SELECT body FROM states WHERE guild_id = ?", guildId);
    return row ? JSON.parse(row.body) : {};
  }

  async write(guildId: GuildId, values: Record<string, unknown>): Promise<void> {
    this.database.write(() => {
      checkFence(this.database, guildId, this.fence);
      this.database.run(
        "INSERT INTO states (guild_id, body) VALUES (?, ?) ON CONFLICT (guild_id) DO UPDATE SET body = excluded.body",
        guildId,
        JSON.stringify(values),
      );
    });
  }
}
