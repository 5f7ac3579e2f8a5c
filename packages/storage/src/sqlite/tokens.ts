import type { UserId } from "@flora/model";
import type { TokenRecord, TokenStorage } from "../identity.ts";
import { TOKEN_REMEMBERED_MS } from "../times.ts";
import type { Database } from "./database.ts";

export class SqliteTokens implements TokenStorage {
  constructor(private readonly database: Database, private readonly now: () => number) {}

  async put(token: TokenRecord): Promise<void> {
    await this.database.write(() => {
      this.database.run("DELETE FROM tokens WHERE expires_at < ?", this.now() - TOKEN_REMEMBERED_MS);
      this.database.run(
        `INSERT INTO tokens (id, hash, created_at, maker, expires_at, body) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at,
           maker = excluded.maker, expires_at = excluded.expires_at, body = excluded.body`,
        token.id,
        token.hash,
        token.createdAt,
        token.maker ?? null,
        token.expiresAt ?? null,
        JSON.stringify(token),
      );
    });
  }

  async findByHash(hash: string): Promise<TokenRecord | null> {
    return this.#tokens("SELECT body FROM tokens WHERE hash = ?", hash)[0] ?? null;
  }

  async find(id: string): Promise<TokenRecord | null> {
    return this.#tokens("SELECT body FROM tokens WHERE id = ?", id)[0] ?? null;
  }

  async list(): Promise<TokenRecord[]> {
    return this.#tokens("SELECT body FROM tokens ORDER BY created_at, id");
  }

  async listOf(maker: UserId): Promise<TokenRecord[]> {
    return this.#tokens("SELECT body FROM tokens WHERE maker = ? ORDER BY created_at, id", maker);
  }

  async delete(id: string): Promise<boolean> {
    return this.database.write(() => this.database.run("DELETE FROM tokens WHERE id = ?", id) > 0);
  }

  #tokens(sql: string, ...values: string[]): TokenRecord[] {
    return this.database.all<{ body: string }>(sql, ...values).map(({ body }) => JSON.parse(body));
  }
}
