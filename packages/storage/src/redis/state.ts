import type { Generation, GuildId } from "@flora/model";
import type { StateStorage } from "../contract.ts";
import type { RedisClient } from "./client.ts";
import { script } from "./script.ts";

const write = script("floraStateWrite", "call('SET', own .. 'state', arg(1))");

export class RedisState implements StateStorage {
  /** Writes are refused once a newer generation than this one holds the guild. */
  constructor(private readonly client: RedisClient, private readonly generation?: Generation) {}

  async read(guildId: GuildId): Promise<Record<string, unknown>> {
    const body = await this.client.command<string | null>("GET", this.client.guildKey(guildId, "state"));
    return body === null ? {} : JSON.parse(body);
  }

  async write(guildId: GuildId, values: Record<string, unknown>): Promise<void> {
    await this.client.run(write, { guildId, generation: this.generation }, JSON.stringify(values));
  }
}
