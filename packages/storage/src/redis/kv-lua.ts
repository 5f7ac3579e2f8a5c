/**
 * @module What all scripts of KV share. A guild's KV, all of it below its own keys:
 *
 * - `kv:usage` hash: `bytes` and `keys` of all entries, `version` last given.
 * - `kv:stores` sorted set: stores that hold entries or were made; `kv:made` set; `kv:bytes` hash: bytes of each.
 * - `kv:expiring` sorted set: stores by when something in them expires, or earlier.
 * - for each store, its name behind the last colon: `kv:entries:` hash, where `i<key>` is "version expiry bytes
 *   metadata" (a dash: never) and `v<key>` the value; `kv:keys:` sorted set, by bytes; `kv:numbers:` sorted set of
 *   what is ranked, by the negated number; `kv:expiry:` sorted set, by second.
 *
 * Every script first removes what has expired, so that none has to tell it from the rest. Where that is more than one
 * script should take upon itself, it answers AGAIN and is asked once more: nobody holds up Redis for long.
 */
import { leanScript, type Script, script } from "./script.ts";

const PURGE_AT_ONCE = 500;
/** Of one other guild, whichever is due. */
const SWEEP_AT_ONCE = 50;

/** A key takes some 400 bytes of memory besides its text: this holds a guild to seven times its quota, or to a few MB. */
const QUOTA_BYTES_PER_KEY = 64;
const ALWAYS_KEYS = 10_000;

const SHARED = `
local seconds = math.floor(now / 1000)

local function describe(info)
  local version, expires, bytes, metadata = string.match(info, '^(%S+) (%S+) (%S+) (.*)$')
  return { version = version, expires = expires, bytes = tonumber(bytes), metadata = metadata }
end

local function find(store, key)
  local info = call('HGET', own .. 'kv:entries:' .. store, 'i' .. key)
  return info and describe(info)
end

local function count(base, store, bytes)
  if bytes == 0 then return end
  call('HINCRBY', base .. 'kv:usage', 'bytes', text(bytes))
  call('HINCRBY', base .. 'kv:bytes', store, text(bytes))
end

local function tidy(base, store)
  if call('EXISTS', base .. 'kv:keys:' .. store) == 1 then return end
  call('HDEL', base .. 'kv:bytes', store)
  if call('SISMEMBER', base .. 'kv:made', store) == 0 then call('ZREM', base .. 'kv:stores', store) end
end

local function forget(base, store, key)
  local entries = base .. 'kv:entries:' .. store
  local info = call('HGET', entries, 'i' .. key)
  if not info then return false end
  local found = describe(info)
  call('HDEL', entries, 'i' .. key, 'v' .. key)
  call('ZREM', base .. 'kv:keys:' .. store, key)
  call('ZREM', base .. 'kv:numbers:' .. store, key)
  if found.expires ~= '-' then call('ZREM', base .. 'kv:expiry:' .. store, key) end
  count(base, store, 0 - found.bytes)
  call('HINCRBY', base .. 'kv:usage', 'keys', -1)
  tidy(base, store)
  return true
end

local function first(set) return call('ZRANGE', set, 0, 0, 'WITHSCORES') end

local function purge(guild, base, most, changed)
  while most > 0 do
    local due = call('ZRANGEBYSCORE', base .. 'kv:expiring', '-inf', seconds, 'LIMIT', 0, 1)[1]
    if not due then break end
    changed = true
    local keys = call('ZRANGEBYSCORE', base .. 'kv:expiry:' .. due, '-inf', seconds, 'LIMIT', 0, most)
    for _, key in ipairs(keys) do forget(base, due, key) end
    most = most - math.max(1, #keys)
    local next = first(base .. 'kv:expiry:' .. due)[2]
    if next then call('ZADD', base .. 'kv:expiring', next, due) else call('ZREM', base .. 'kv:expiring', due) end
  end
  local next = changed and first(base .. 'kv:expiring')[2]
  if next then call('ZADD', root .. 'kv:expiring', next, guild) end
  if changed and not next then call('ZREM', root .. 'kv:expiring', guild) end
  return not next or tonumber(next) > seconds
end

if not purge(string.match(own, '{(%d+)}:$'), own, ${PURGE_AT_ONCE}, false) then return redis.error_reply('AGAIN please') end
local other = call('ZRANGEBYSCORE', root .. 'kv:expiring', '-inf', seconds, 'LIMIT', 0, 1)[1]
if other then purge(other, root .. '{' .. other .. '}:', ${SWEEP_AT_ONCE}, true) end
`;

const WRITING = `
local function used() return tonumber(call('HGET', own .. 'kv:usage', 'bytes') or '0') end

-- Why so many bytes and keys more are too much; nil where they are not.
local function refusal(growth, added, quota)
  if growth > 0 and used() + growth > quota then return redis.error_reply('QUOTA ' .. text(used())) end
  if added == 0 then return nil end
  local keys, most = tonumber(call('HGET', own .. 'kv:usage', 'keys') or '0'), quota / ${QUOTA_BYTES_PER_KEY}
  most = math.max(${ALWAYS_KEYS}, math.floor(most))
  if keys + added > most then
    return redis.error_reply(table.concat({ 'KEYS', text(used()), text(keys), text(most) }, ' '))
  end
end

local function put(store, key, entry)
  local entries = own .. 'kv:entries:' .. store
  local found = find(store, key)
  local bytes = #store + #key + #entry.value + #entry.metadata
  local version = text(call('HINCRBY', own .. 'kv:usage', 'version', 1))
  local info = table.concat({ version, entry.expires, text(bytes), entry.metadata }, ' ')
  call('HSET', entries, 'i' .. key, info, 'v' .. key, entry.value)
  if not found then
    call('ZADD', own .. 'kv:keys:' .. store, 0, key)
    call('ZADD', own .. 'kv:stores', 0, store)
    call('HINCRBY', own .. 'kv:usage', 'keys', 1)
  end
  count(own, store, bytes - (found and found.bytes or 0))
  if found and entry.number == '' then call('ZREM', own .. 'kv:numbers:' .. store, key) end
  if entry.number and entry.number ~= '' then call('ZADD', own .. 'kv:numbers:' .. store, entry.number, key) end
  if entry.expires == '-' then
    if found and found.expires ~= '-' then call('ZREM', own .. 'kv:expiry:' .. store, key) end
  else
    call('ZADD', own .. 'kv:expiry:' .. store, entry.expires, key)
    call('ZADD', own .. 'kv:expiring', 'LT', entry.expires, store)
    call('ZADD', root .. 'kv:expiring', 'LT', entry.expires, string.match(own, '{(%d+)}:$'))
  end
  return tonumber(version)
end
`;

/** One that adds: it is refused where Redis has no memory left. */
export function kvWrite(name: string, lua: string): Script {
  return script(name, SHARED + WRITING + lua);
}

/** One that only reads and removes. */
export function kvScript(name: string, lua: string): Script {
  return leanScript(name, SHARED + lua);
}
