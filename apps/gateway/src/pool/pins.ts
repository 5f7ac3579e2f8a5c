import type { GuildId } from "@flora/model";
import type { MetaStorage } from "@flora/storage";
import type { Pool } from "./pool.ts";

const KEY = "pins";

/** What operators pinned, kept over restarts. */
export class Pins {
  constructor(private readonly pool: Pool, private readonly storage: MetaStorage) {}

  async load(): Promise<void> {
    const stored = JSON.parse(await this.storage.get(KEY) ?? "{}") as Record<string, string>;
    for (const [guildId, worker] of Object.entries(stored)) this.pool.pin(guildId, worker);
  }

  /** Null lets the guild follow the ring again. */
  async set(guildId: GuildId, worker: string | null): Promise<void> {
    this.pool.pin(guildId, worker);
    await this.storage.set(KEY, JSON.stringify(Object.fromEntries(this.pool.pins)));
  }
}
