import type { Generation, GuildId } from "@flora/model";
import type { Lease, LeaseStorage } from "../contract.ts";
import type { RedisClient } from "./client.ts";
import { leanScript } from "./script.ts";

const take = leanScript(
  "floraLeaseTake",
  `
local holder = call('HGET', own .. 'lease', 'generation')
if holder and tonumber(holder) >= tonumber(arg(2)) then return 0 end
call('HSET', own .. 'lease', 'owner', arg(1), 'generation', arg(2))
return 1
`,
);

export class RedisLeases implements LeaseStorage {
  constructor(private readonly client: RedisClient) {}

  async take(guildId: GuildId, owner: string, generation: Generation): Promise<boolean> {
    return await this.client.run<number>(take, { guildId }, owner, generation) === 1;
  }

  async read(guildId: GuildId): Promise<Lease | null> {
    const key = this.client.guildKey(guildId, "lease");
    const [owner, generation] = await this.client.command<(string | null)[]>(
      "HMGET",
      key,
      "owner",
      "generation",
    );
    return owner == null ? null : { owner, generation: Number(generation) };
  }
}
