import type { UserId } from "@flora/model";
import type { PersonRecord, PersonStorage } from "../identity.ts";
import type { Database } from "./database.ts";

export class SqlitePeople implements PersonStorage {
  constructor(private readonly database: Database) {}

  async put(person: PersonRecord): Promise<void> {
    this.database.write(() =>
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

  async delete(userId: UserId): Promise<boolean> {
    return this.database.write(() => this.database.run("DELETE FROM people WHERE user_id = ?", userId) > 0);
  }
}
