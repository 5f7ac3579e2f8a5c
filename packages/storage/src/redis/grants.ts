import type { GuildId, UserId } from "@flora/model";
import type { GrantRecord, GrantStorage } from "../identity.ts";
import type { RedisClient } from "./client.ts";
import { sortByText } from "./rows.ts";
import { leanScript, script } from "./script.ts";

/** The guild's `grants` leads from person to grant, the person's `grants` is the set of guilds. user, grant, most, guild. */
const put = script(
  "floraGrantPut",
  `
if call('HLEN', own .. 'grants') - call('HEXISTS', own .. 'grants', arg(1)) >= tonumber(arg(3)) then return 0 end
call('HSET', own .. 'grants', arg(1), arg(2))
call('SADD', root .. 'person:' .. arg(1) .. ':grants', arg(4))
return 1
`,
);

const remove = leanScript(
  "floraGrantDelete",
  `
call('SREM', root .. 'person:' .. arg(1) .. ':grants', arg(2))
return call('HDEL', own .. 'grants', arg(1))
`,
);

export class RedisGrants implements GrantStorage {
  constructor(private readonly client: RedisClient) {}

  async put({ guildId, userId, role, grantedBy, grantedAt }: GrantRecord, most: number): Promise<boolean> {
    // Judges the id before it becomes part of a key's name.
    this.client.personKey(userId, "grants");
    const body = JSON.stringify({ guildId, userId, role, grantedBy, grantedAt });
    return await this.client.run<number>(put, { guildId }, userId, body, most, guildId) === 1;
  }

  async find(guildId: GuildId, userId: UserId): Promise<GrantRecord | null> {
    const body = await this.client.command<string | null>(
      "HGET",
      this.client.guildKey(guildId, "grants"),
      userId,
    );
    return body === null ? null : JSON.parse(body);
  }

  async list(guildId: GuildId): Promise<GrantRecord[]> {
    const bodies = await this.client.command<string[]>("HVALS", this.client.guildKey(guildId, "grants"));
    return byAge(bodies.map((body) => JSON.parse(body)), ({ userId }) => userId);
  }

  async listOf(userId: UserId): Promise<GrantRecord[]> {
    const key = this.client.personKey(userId, "grants");
    const guildIds = await this.client.command<GuildId[]>("SMEMBERS", key);
    const found = await Promise.all(guildIds.map((guildId) => this.find(guildId, userId)));
    return byAge(found.filter((grant) => grant !== null), ({ guildId }) => guildId);
  }

  async delete(guildId: GuildId, userId: UserId): Promise<boolean> {
    this.client.personKey(userId, "grants");
    return await this.client.run<number>(remove, { guildId }, userId, guildId) === 1;
  }
}

function byAge(grants: GrantRecord[], idOf: (grant: GrantRecord) => string): GrantRecord[] {
  return sortByText(grants, idOf).sort((one, other) => one.grantedAt - other.grantedAt);
}
