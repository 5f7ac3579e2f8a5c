/** @module Scripts about the keys of one store that begin alike, and about stores. Bounds are those of ZRANGEBYLEX. */
import { kvScript, kvWrite } from "./kv-lua.ts";

/** What one script looks through or removes at most; more takes several. Either takes some 10 ms. */
const STEP = 5_000;
const CLEAR_STEP = 1_000;

/** store, from, to, how many: keys and what is known of each, by turns. */
export const list = kvScript(
  "floraKvList",
  `
local reply = {}
for _, key in ipairs(call('ZRANGEBYLEX', own .. 'kv:keys:' .. arg(1), arg(2), arg(3), 'LIMIT', 0, arg(4))) do
  reply[#reply + 1] = key
  reply[#reply + 1] = call('HGET', own .. 'kv:entries:' .. arg(1), 'i' .. key)
end
return reply
`,
);

/** store, from, to, how many, bytes: whether there are more (0 or 1); then key, what is known of it, value of each. */
export const items = kvScript(
  "floraKvItems",
  `
local entries, most, bytes, reply = own .. 'kv:entries:' .. arg(1), tonumber(arg(4)), 0, { 0 }
for n, key in ipairs(call('ZRANGEBYLEX', own .. 'kv:keys:' .. arg(1), arg(2), arg(3), 'LIMIT', 0, most + 1)) do
  local info = call('HGET', entries, 'i' .. key)
  bytes = bytes + describe(info).bytes
  if n > most or (n > 1 and bytes > tonumber(arg(5))) then
    reply[1] = 1
    break
  end
  reply[#reply + 1] = key
  reply[#reply + 1] = info
  reply[#reply + 1] = call('HGET', entries, 'v' .. key)
end
return reply
`,
);

/** store, from, to. */
export const count = kvScript(
  "floraKvCount",
  "return call('ZLEXCOUNT', own .. 'kv:keys:' .. arg(1), arg(2), arg(3))",
);

/** store, from, to: how many it removed, and whether that were all (0 or 1). */
export const clear = kvScript(
  "floraKvClear",
  `
local keys = call('ZRANGEBYLEX', own .. 'kv:keys:' .. arg(1), arg(2), arg(3), 'LIMIT', 0, ${CLEAR_STEP})
for _, key in ipairs(keys) do forget(own, arg(1), key) end
return { #keys, #keys < ${CLEAR_STEP} and 1 or 0 }
`,
);

/** store, whether to forget that it was made (0 or 1): how many keys there were, false for no such store. */
export const clearStore = kvScript(
  "floraKvClearStore",
  `
local store = arg(1)
local made = arg(2) == '1' and call('SREM', own .. 'kv:made', store) == 1
local keys = call('ZCARD', own .. 'kv:keys:' .. store)
call('HINCRBY', own .. 'kv:usage', 'bytes', 0 - tonumber(call('HGET', own .. 'kv:bytes', store) or '0'))
call('HINCRBY', own .. 'kv:usage', 'keys', 0 - keys)
for _, kind in ipairs({ 'entries', 'keys', 'numbers', 'expiry' }) do
  call('UNLINK', own .. 'kv:' .. kind .. ':' .. store)
end
call('ZREM', own .. 'kv:expiring', store)
tidy(own, store)
if keys == 0 and not made then return false end
return keys
`,
);

/** store, prefix, place to begin at, how many: where to go on or -1; then key and negated number of each. */
export const top = kvScript(
  "floraKvTop",
  `
local prefix, from, most, reply = arg(2), tonumber(arg(3)), tonumber(arg(4)), { -1 }
local step = prefix == '' and most or ${STEP}
local ranked = call('ZRANGE', own .. 'kv:numbers:' .. arg(1), from, from + step - 1, 'WITHSCORES')
for n = 1, #ranked, 2 do
  if string.sub(ranked[n], 1, #prefix) == prefix then
    reply[#reply + 1] = ranked[n]
    reply[#reply + 1] = ranked[n + 1]
    if #reply > 2 * most then return reply end
  end
end
if #ranked == 2 * step then reply[1] = from + step end
return reply
`,
);

/** store, key, prefix, place to begin at: how many stand before it from there on, and where to go on or -1. */
export const rank = kvScript(
  "floraKvRank",
  `
local numbers, prefix, from = own .. 'kv:numbers:' .. arg(1), arg(3), tonumber(arg(4))
local place = call('ZRANK', numbers, arg(2))
if not place then return false end
if prefix == '' then return { place, -1 } end
local before, till = 0, math.min(place, from + ${STEP})
if till > from then
  for _, key in ipairs(call('ZRANGE', numbers, from, till - 1)) do
    if string.sub(key, 1, #prefix) == prefix then before = before + 1 end
  end
end
return { before, till < place and till or -1 }
`,
);

/** from, how many: name, keys and bytes of each store. */
export const stores = kvScript(
  "floraKvStores",
  `
local reply = {}
for _, store in ipairs(call('ZRANGEBYLEX', own .. 'kv:stores', arg(1), '+', 'LIMIT', 0, arg(2))) do
  reply[#reply + 1] = store
  reply[#reply + 1] = text(call('ZCARD', own .. 'kv:keys:' .. store))
  reply[#reply + 1] = call('HGET', own .. 'kv:bytes', store) or '0'
end
return reply
`,
);

/** store, how many others there may be. */
export const createStore = kvWrite(
  "floraKvCreateStore",
  `
local there = call('SISMEMBER', own .. 'kv:made', arg(1))
if call('SCARD', own .. 'kv:made') - there >= tonumber(arg(2)) then return 'full' end
if there == 1 then return 'exists' end
call('SADD', own .. 'kv:made', arg(1))
call('ZADD', own .. 'kv:stores', 0, arg(1))
return 'created'
`,
);

export const usedBytes = kvScript(
  "floraKvUsedBytes",
  "return call('HGET', own .. 'kv:usage', 'bytes') or '0'",
);
