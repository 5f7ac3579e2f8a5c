import type { MetaStorage } from "../contract.ts";
import type { Database } from "./database.ts";

export class SqliteMeta implements MetaStorage {
  constructor(private readonly database: Database) {}

  async get(key: string): Promise<string | null> {
    return this.#read(key);
  }

  async set(key: string, value: string): Promise<void> {
    await this.database.write(() =>
      this.database.run(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        key,
        value,
      )
    );
  }

  async setIfAbsent(key: string, value: string): Promise<string> {
    return this.database.write(() => {
      this.database.run("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING", key, value);
      return this.#read(key)!;
    });
  }

  #read(key: string): string | null {
    return this.database.get<{ value: string }>("SELECT value FROM meta WHERE key = ?", key)?.value ?? null;
  }
}
