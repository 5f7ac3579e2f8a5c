import type { UserId } from "@flora/model";
import type { TokenRecord, TokenStorage } from "../identity.ts";
import { TOKEN_REMEMBERED_MS } from "../times.ts";
import type { RedisClient } from "./client.ts";
import { leanScript } from "./script.ts";
import { sortByText } from "./rows.ts";

const PURGE_AT_ONCE = 1_000;

/** `tokens` hash of records by id; `tokens:hashes` leads from hash to id; `tokens:expiry` orders those that expire. */
const SHARED = `
local function remove(id)
  local body = call('HGET', root .. 'tokens', id)
  if not body then return 0 end
  local hash = cjson.decode(body).hash
  if call('HGET', root .. 'tokens:hashes', hash) == id then call('HDEL', root .. 'tokens:hashes', hash) end
  call('ZREM', root .. 'tokens:expiry', id)
  return call('HDEL', root .. 'tokens', id)
end
`;

/** id, hash, record, expiry or nothing, what expired before which time is forgotten. */
const put = leanScript(
  "floraTokenPut",
  `${SHARED}
local expiry = root .. 'tokens:expiry'
for _, old in ipairs(call('ZRANGEBYSCORE', expiry, '-inf', '(' .. arg(5), 'LIMIT', 0, ${PURGE_AT_ONCE})) do remove(old) end
remove(arg(1))
call('HSET', root .. 'tokens', arg(1), arg(3))
call('HSET', root .. 'tokens:hashes', arg(2), arg(1))
if arg(4) ~= '' then call('ZADD', expiry, arg(4), arg(1)) end
`,
);

const remove = leanScript("floraTokenDelete", `${SHARED}\nreturn remove(arg(1))`);

const findByHash = leanScript(
  "floraTokenFind",
  `
local id = call('HGET', root .. 'tokens:hashes', arg(1))
return id and call('HGET', root .. 'tokens', id)
`,
);

export class RedisTokens implements TokenStorage {
  constructor(private readonly client: RedisClient, private readonly now: () => number) {}

  async put(token: TokenRecord): Promise<void> {
    const forgotten = this.now() - TOKEN_REMEMBERED_MS;
    const values = [token.id, token.hash, JSON.stringify(token), token.expiresAt ?? "", forgotten];
    await this.client.run(put, {}, ...values);
  }

  async findByHash(hash: string): Promise<TokenRecord | null> {
    return parse(await this.client.run<string | null>(findByHash, {}, hash));
  }

  async find(id: string): Promise<TokenRecord | null> {
    return parse(await this.client.command<string | null>("HGET", this.client.key("tokens"), id));
  }

  async list(): Promise<TokenRecord[]> {
    const bodies = await this.client.command<string[]>("HVALS", this.client.key("tokens"));
    const tokens = bodies.map((body) => JSON.parse(body) as TokenRecord);
    return sortByText(tokens, ({ id }) => id).sort((one, other) => one.createdAt - other.createdAt);
  }

  async listOf(maker: UserId): Promise<TokenRecord[]> {
    return (await this.list()).filter((token) => token.maker === maker);
  }

  async delete(id: string): Promise<boolean> {
    return await this.client.run<number>(remove, {}, id) === 1;
  }
}

function parse(body: string | null): TokenRecord | null {
  return body === null ? null : JSON.parse(body);
}
