import type { GuildId } from "@flora/model";
import type { SecretRecord, SecretStorage } from "../contract.ts";
import type { RedisClient } from "./client.ts";
import { sortByText } from "./rows.ts";
import { leanScript, script } from "./script.ts";

const put = script(
  "floraSecretPut",
  `
call('HSET', own .. 'secrets', arg(1), arg(2))
call('SADD', root .. 'secrets', arg(3))
`,
);

const remove = leanScript(
  "floraSecretDelete",
  `
local deleted = call('HDEL', own .. 'secrets', arg(1))
if call('EXISTS', own .. 'secrets') == 0 then call('SREM', root .. 'secrets', arg(2)) end
return deleted
`,
);

export class RedisSecrets implements SecretStorage {
  constructor(private readonly client: RedisClient) {}

  async guilds(): Promise<GuildId[]> {
    return (await this.client.command<GuildId[]>("SMEMBERS", this.client.key("secrets"))).sort();
  }

  async list(guildId: GuildId): Promise<SecretRecord[]> {
    const bodies = await this.client.command<string[]>("HVALS", this.client.guildKey(guildId, "secrets"));
    return sortByText(bodies.map((body) => JSON.parse(body) as SecretRecord), ({ name }) => name);
  }

  async put(guildId: GuildId, { name, sealed, allowedHosts, updatedAt }: SecretRecord): Promise<void> {
    const body = JSON.stringify({ name, sealed, allowedHosts, updatedAt });
    await this.client.run(put, { guildId }, name, body, guildId);
  }

  async delete(guildId: GuildId, name: string): Promise<boolean> {
    return await this.client.run<number>(remove, { guildId }, name, guildId) === 1;
  }
}
