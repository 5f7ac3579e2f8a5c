import type { UserId } from "@flora/model";
import type { DeviceLogin, DeviceLoginStorage, DevicePoll } from "../identity.ts";
import { DEVICE_INTERVAL_MS, DEVICE_SLOW_DOWN_MS } from "../times.ts";
import type { RedisClient } from "./client.ts";
import { leanScript, script } from "./script.ts";

/**
 * A login is a hash `device-login:<hash>`; `device-logins` orders them by expiry, `device-logins:codes` leads from user
 * code to hash, `device-logins:addresses` counts how many wait from where.
 */
const SHARED = `
local all, codes, addresses = root .. 'device-logins', root .. 'device-logins:codes', root .. 'device-logins:addresses'
local function login(hash) return root .. 'device-login:' .. hash end
local function remove(hash)
  local code, address = unpack(call('HMGET', login(hash), 'code', 'address'))
  call('ZREM', all, hash)
  call('DEL', login(hash))
  if not code then return end
  call('HDEL', codes, code)
  if call('HINCRBY', addresses, address, -1) <= 0 then call('HDEL', addresses, address) end
end
local function alive(hash) return hash and tonumber(call('ZSCORE', all, hash) or '0') > now end
`;

/** hash, user code, address, expiry, record, how many in all, how many from one address. */
const add = script(
  "floraDeviceAdd",
  `${SHARED}
for _, old in ipairs(call('ZRANGEBYSCORE', all, '-inf', now)) do remove(old) end
local here = tonumber(call('HGET', addresses, arg(3)) or '0')
if call('ZCARD', all) >= tonumber(arg(6)) or here >= tonumber(arg(7)) then return 0 end
if call('HEXISTS', codes, arg(2)) == 1 or call('EXISTS', login(arg(1))) == 1 then return 0 end
call('HSET', login(arg(1)), 'code', arg(2), 'address', arg(3), 'body', arg(5), 'interval', ${DEVICE_INTERVAL_MS})
call('ZADD', all, arg(4), arg(1))
call('HSET', codes, arg(2), arg(1))
call('HINCRBY', addresses, arg(3), 1)
return 1
`,
);

/** user code: the record. */
const find = leanScript(
  "floraDeviceFind",
  `${SHARED}
local hash = call('HGET', codes, arg(1))
if not alive(hash) or call('HEXISTS', login(hash), 'decided') == 1 then return false end
return call('HGET', login(hash), 'body')
`,
);

/** user code, who, or nothing for a no. */
const decide = leanScript(
  "floraDeviceDecide",
  `${SHARED}
local hash = call('HGET', codes, arg(1))
if not alive(hash) then return 0 end
return call('HSETNX', login(hash), 'decided', arg(2))
`,
);

/** hash: a status; where it is decided, also who decided, nothing for a no, and the record. */
const poll = leanScript(
  "floraDevicePoll",
  `${SHARED}
local hash = arg(1)
if not alive(hash) then return { 'unknown' } end
local polled, interval, decided, body =
  unpack(call('HMGET', login(hash), 'polled', 'interval', 'decided', 'body'))
if polled and now - tonumber(polled) < tonumber(interval) then
  call('HSET', login(hash), 'polled', text(now), 'interval', text(tonumber(interval) + ${DEVICE_SLOW_DOWN_MS}))
  return { 'slow-down' }
end
if decided then
  remove(hash)
  return { 'decided', decided, body }
end
call('HSET', login(hash), 'polled', text(now))
return { 'pending' }
`,
);

export class RedisDeviceLogins implements DeviceLoginStorage {
  constructor(private readonly client: RedisClient) {}

  async add(login: DeviceLogin, most: { all: number; perAddress: number }): Promise<boolean> {
    const { hash, userCode, address, expiresAt } = login;
    const values = [hash, userCode, address, expiresAt, JSON.stringify(login), most.all, most.perAddress];
    return await this.client.run<number>(add, {}, ...values) === 1;
  }

  async find(userCode: string): Promise<DeviceLogin | null> {
    const body = await this.client.run<string | null>(find, {}, userCode);
    return body === null ? null : JSON.parse(body);
  }

  async decide(userCode: string, userId: UserId | null): Promise<boolean> {
    return await this.client.run<number>(decide, {}, userCode, userId ?? "") === 1;
  }

  async poll(hash: string): Promise<DevicePoll> {
    const [status, userId, body] = await this.client.run<string[]>(poll, {}, hash);
    if (status !== "decided") return { status: status as "pending" | "slow-down" | "unknown" };
    if (userId === "") return { status: "denied" };
    return { status: "approved", userId: userId as UserId, name: (JSON.parse(body!) as DeviceLogin).name };
  }
}
