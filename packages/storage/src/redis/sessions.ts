import type { UserId } from "@flora/model";
import type { SessionRecord, SessionStorage } from "../identity.ts";
import type { RedisClient } from "./client.ts";
import { leanScript } from "./script.ts";

/** How many that have expired one call takes away. */
const PURGE_AT_ONCE = 1_000;

/** `sessions` hash of records "user created expires"; `sessions:expiry` orders all, each person's `sessions` theirs by age. */
const SHARED = `
local function of(user) return root .. 'person:' .. user .. ':sessions' end
local function remove(hash)
  local record = call('HGET', root .. 'sessions', hash)
  if not record then return 0 end
  call('ZREM', of(string.match(record, '^(%d+)')), hash)
  call('ZREM', root .. 'sessions:expiry', hash)
  return call('HDEL', root .. 'sessions', hash)
end
`;

/** hash, user, created, expires, how many a person may have. The one that is added stays, whatever its age. */
const add = leanScript(
  "floraSessionAdd",
  `${SHARED}
local expiry, hash, user = root .. 'sessions:expiry', arg(1), arg(2)
for _, old in ipairs(call('ZRANGEBYSCORE', expiry, '-inf', now, 'LIMIT', 0, ${PURGE_AT_ONCE})) do remove(old) end
call('HSET', root .. 'sessions', hash, table.concat({ user, arg(3), arg(4) }, ' '))
call('ZADD', expiry, arg(4), hash)
call('ZADD', of(user), arg(3), hash)
local over = call('ZCARD', of(user)) - tonumber(arg(5))
for _, old in ipairs(over > 0 and call('ZRANGE', of(user), 0, over) or {}) do
  if over > 0 and old ~= hash then
    remove(old)
    over = over - 1
  end
end
`,
);

const remove = leanScript("floraSessionDelete", `${SHARED}\nreturn remove(arg(1))`);

export class RedisSessions implements SessionStorage {
  constructor(private readonly client: RedisClient, private readonly now: () => number) {}

  async add({ hash, userId, createdAt, expiresAt }: SessionRecord, most: number): Promise<void> {
    // Judges the id before it becomes part of a key's name.
    this.client.personKey(userId, "sessions");
    await this.client.run(add, {}, hash, userId, createdAt, expiresAt, most);
  }

  async find(hash: string): Promise<SessionRecord | null> {
    const record = await this.client.command<string | null>("HGET", this.client.key("sessions"), hash);
    if (record === null) return null;
    const [userId, createdAt, expiresAt] = record.split(" ");
    if (Number(expiresAt) <= this.now()) return null;
    return { hash, userId: userId as UserId, createdAt: Number(createdAt), expiresAt: Number(expiresAt) };
  }

  async delete(hash: string): Promise<boolean> {
    return await this.client.run<number>(remove, {}, hash) === 1;
  }
}
