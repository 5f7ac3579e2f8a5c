import type { UserId } from "@flora/model";
import type { PersonRecord, PersonStorage } from "../identity.ts";
import type { Database } from "./database.ts";

export class SqlitePeople implements PersonStorage {
  constructor(private readonly database: Database, private readonly now: () => number) {}

  async put(person: PersonRecord): Promise<void> {
    await this.database.write(() =>
      this.database.run(
        "INSERT INTO people (user_id, body) VALUES (?, ?) ON CONFLICT (user_id) DO UPDATE SET body = excluded.body",
        person.userId,
        JSON.stringify(person),
      )
    );
  }

  async find(userId: UserId): Promise<PersonRecord | null> {
    const row = this.database.get<{ body: string }>("SELECT body FROM people WHERE user_id = ?", userId);
    return row ? JSON.parse(row.body) : null;
  }

  async idle(): Promise<UserId[]> {
    return this.database.all<{ user_id: UserId }>(
      `SELECT user_id FROM people AS person
       WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE user_id = person.user_id AND expires_at > ?1)
         AND NOT EXISTS (
           SELECT 1 FROM tokens WHERE maker = person.user_id AND (expires_at IS NULL OR expires_at > ?1)
         )
       ORDER BY user_id`,
      this.now(),
    ).map(({ user_id }) => user_id);
  }

  async delete(userId: UserId): Promise<boolean> {
    return this.database.write(() => this.database.run("DELETE FROM people WHERE user_id = ?", userId) > 0);
  }
}
