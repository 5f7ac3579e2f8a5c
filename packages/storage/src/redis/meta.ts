import type { MetaStorage } from "../contract.ts";
import type { RedisClient } from "./client.ts";
import { script } from "./script.ts";

const setIfAbsent = script(
  "floraMetaSetIfAbsent",
  `
call('HSETNX', root .. 'meta', arg(1), arg(2))
return call('HGET', root .. 'meta', arg(1))
`,
);

export class RedisMeta implements MetaStorage {
  constructor(private readonly client: RedisClient) {}

  async get(key: string): Promise<string | null> {
    return await this.client.command("HGET", this.client.key("meta"), key);
  }

  async set(key: string, value: string): Promise<void> {
    await this.client.command("HSET", this.client.key("meta"), key, value);
  }

  async setIfAbsent(key: string, value: string): Promise<string> {
    return await this.client.run(setIfAbsent, {}, key, value);
  }
}
