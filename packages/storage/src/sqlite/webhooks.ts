import type { GuildId } from "@flora/model";
import type { WebhookStorage } from "../contract.ts";
import type { Database } from "./database.ts";

export class SqliteWebhooks implements WebhookStorage {
  constructor(private readonly database: Database) {}

  async ensure(guildId: GuildId, name: string, token: string, most: number): Promise<string | null> {
    return this.#read(guildId, name) ?? this.database.write(() => {
      this.database.run(
        `INSERT INTO webhooks (guild_id, name, token) SELECT ?1, ?2, ?3
         WHERE (SELECT count(*) FROM webhooks WHERE guild_id = ?1) < ?4 ON CONFLICT DO NOTHING`,
        guildId,
        name,
        token,
        most,
      );
      return this.#read(guildId, name);
    });
  }

  async find(guildId: GuildId, name: string): Promise<string | null> {
    return this.#read(guildId, name);
  }

  async replace(guildId: GuildId, name: string, token: string): Promise<boolean> {
    return this.database.write(() =>
      this.database.run(
        "UPDATE webhooks SET token = ? WHERE guild_id = ? AND name = ?",
        token,
        guildId,
        name,
      ) > 0
    );
  }

  #read(guildId: GuildId, name: string): string | null {
    return this.database.get<{ token: string }>(
      "SELECT token FROM webhooks WHERE guild_id = ? AND name = ?",
      guildId,
      name,
    )?.token ?? null;
  }
}
