import type { UserId } from "@flora/model";
import type { PersonRecord, PersonStorage } from "../identity.ts";
import type { RedisClient } from "./client.ts";
import type { RedisTokens } from "./tokens.ts";

export class RedisPeople implements PersonStorage {
  constructor(
    private readonly client: RedisClient,
    private readonly tokens: RedisTokens,
    private readonly now: () => number,
  ) {}

  async put(person: PersonRecord): Promise<void> {
    await this.client.command("HSET", this.client.key("people"), person.userId, JSON.stringify(person));
  }

  async find(userId: UserId): Promise<PersonRecord | null> {
    const body = await this.client.command<string | null>("HGET", this.client.key("people"), userId);
    return body === null ? null : JSON.parse(body);
  }

  /** People are read first: whoever comes in after that and gets a session is not among them. */
  async idle(): Promise<UserId[]> {
    const people = await this.client.command<UserId[]>("HKEYS", this.client.key("people"));
    const active = new Set<string | undefined>();
    for (const record of await this.client.command<string[]>("HVALS", this.client.key("sessions"))) {
      const [userId, , expiresAt] = record.split(" ");
      if (Number(expiresAt) > this.now()) active.add(userId);
    }
    for (const { maker, expiresAt } of await this.tokens.list()) {
      if (expiresAt === undefined || expiresAt > this.now()) active.add(maker);
    }
    return people.filter((userId) => !active.has(userId)).sort();
  }

  async delete(userId: UserId): Promise<boolean> {
    return await this.client.command<number>("HDEL", this.client.key("people"), userId) === 1;
  }
}
