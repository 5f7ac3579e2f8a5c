import type { GuildId } from "@flora/model";
import type { SettingStorage } from "../contract.ts";
import type { RedisClient } from "./client.ts";
import { pairs, sortByText } from "./rows.ts";
import { script } from "./script.ts";

/** Keys and values by turns; an empty text, which is no JSON, takes a value back. */
const write = script(
  "floraSettingsWrite",
  `
for n = 1, #ARGV - 3, 2 do
  if arg(n + 1) == '' then
    call('HDEL', own .. 'settings', arg(n))
  else
    call('HSET', own .. 'settings', arg(n), arg(n + 1))
  end
end
`,
);

export class RedisSettings implements SettingStorage {
  constructor(private readonly client: RedisClient) {}

  async read(guildId: GuildId): Promise<Map<string, unknown>> {
    const reply = await this.client.command<string[]>("HGETALL", this.client.guildKey(guildId, "settings"));
    return new Map(sortByText(pairs(reply), ([key]) => key).map(([key, value]) => [key, JSON.parse(value)]));
  }

  async write(guildId: GuildId, changes: ReadonlyMap<string, unknown>): Promise<void> {
    const values = [...changes].flatMap(([key, value]) => [key, JSON.stringify(value) ?? ""]);
    if (values.length > 0) await this.client.run(write, { guildId }, ...values);
  }
}
