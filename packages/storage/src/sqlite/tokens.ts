import type { TokenRecord, TokenStorage } from "../contract.ts";
import type { Database } from "./database.ts";

export class SqliteTokens implements TokenStorage {
  constructor(private readonly database: Database) {}

  async put(token: TokenRecord): Promise<void> {
    this.database.write(() =>
      this.database.run(
        `INSERT INTO tokens (id, hash, created_at, body) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at, body = excluded.body`,
        token.id,
        token.hash,
        token.createdAt,
        JSON.stringify(token),
      )
    );
  }

  async findByHash(hash: string): Promise<TokenRecord | null> {
    return this.#tokens("SELECT body FROM tokens WHERE hash = ?", hash)[0] ?? null;
  }

  async list(): Promise<TokenRecord[]> {
    return this.#tokens("SELECT body FROM tokens ORDER BY created_at, id");
  }

  async delete(id: string): Promise<boolean> {
    return this.database.write(() => this.database.run("DELETE FROM tokens WHERE id = ?", id) > 0);
  }

  #tokens(sql: string, ...values: string[]): TokenRecord[] {
    return this.database.all<{ body: string }>(sql, ...values).map(({ body }) => JSON.parse(body));
  }
}
