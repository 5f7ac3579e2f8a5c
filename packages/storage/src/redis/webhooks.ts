import type { GuildId } from "@flora/model";
import type { WebhookStorage } from "../contract.ts";
import type { RedisClient } from "./client.ts";
import { script } from "./script.ts";

const ensure = script(
  "floraWebhookEnsure",
  `
if call('HLEN', own .. 'webhooks') < tonumber(arg(3)) then call('HSETNX', own .. 'webhooks', arg(1), arg(2)) end
return call('HGET', own .. 'webhooks', arg(1))
`,
);

const replace = script(
  "floraWebhookReplace",
  `
if call('HEXISTS', own .. 'webhooks', arg(1)) == 0 then return 0 end
call('HSET', own .. 'webhooks', arg(1), arg(2))
return 1
`,
);

export class RedisWebhooks implements WebhookStorage {
  constructor(private readonly client: RedisClient) {}

  async ensure(guildId: GuildId, name: string, token: string, most: number): Promise<string | null> {
    return await this.client.run(ensure, { guildId }, name, token, most);
  }

  async find(guildId: GuildId, name: string): Promise<string | null> {
    return await this.client.command("HGET", this.client.guildKey(guildId, "webhooks"), name);
  }

  async replace(guildId: GuildId, name: string, token: string): Promise<boolean> {
    return await this.client.run<number>(replace, { guildId }, name, token) === 1;
  }
}
