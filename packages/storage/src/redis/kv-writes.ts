/** @module Scripts that write single keys. An expiry is seconds or a dash, metadata JSON or nothing, a number negated or nothing. */
import { kvScript, kvWrite } from "./kv-lua.ts";

/** store, key, value, metadata, expiry, wanted version or nothing, quota, number. */
export const set = kvWrite(
  "floraKvSet",
  `
local found = find(arg(1), arg(2))
if arg(6) ~= '' and arg(6) ~= (found and found.version or '0') then return false end
local growth = #arg(1) + #arg(2) + #arg(3) + #arg(4) - (found and found.bytes or 0)
local no = refusal(growth, found and 0 or 1, tonumber(arg(7)))
if no then return no end
return put(arg(1), arg(2), { value = arg(3), metadata = arg(4), expires = arg(5), number = arg(8) })
`,
);

/** store, quota, then key, value and number of each. Measures all of them before it writes the first. */
export const setMany = kvWrite(
  "floraKvSetMany",
  `
local store, sum, sizes, added = arg(1), used(), {}, 0
for n = 3, #ARGV - 3, 3 do
  local key, bytes = arg(n), #store + #arg(n) + #arg(n + 1)
  local found = not sizes[key] and find(store, key)
  local growth = bytes - (sizes[key] or found and found.bytes or 0)
  if growth > 0 and sum + growth > tonumber(arg(2)) then return redis.error_reply('QUOTA ' .. text(sum)) end
  if not sizes[key] and not found then added = added + 1 end
  sum, sizes[key] = sum + growth, bytes
end
local no = refusal(0, added, tonumber(arg(2)))
if no then return no end
for n = 3, #ARGV - 3, 3 do
  put(store, arg(n), { value = arg(n + 1), metadata = '', expires = '-', number = arg(n + 2) })
end
`,
);

/** store, key, metadata. */
export const updateMetadata = kvWrite(
  "floraKvMetadata",
  `
local found = find(arg(1), arg(2))
if not found then return 0 end
local value = call('HGET', own .. 'kv:entries:' .. arg(1), 'v' .. arg(2))
put(arg(1), arg(2), { value = value, metadata = arg(3), expires = found.expires })
return 1
`,
);

/** store, key, by, quota. False where the value or the sum is no integer that a double holds exactly. */
export const increment = kvWrite(
  "floraKvIncrement",
  `
local MOST = 9007199254740991
local found = find(arg(1), arg(2))
local before = found and call('HGET', own .. 'kv:entries:' .. arg(1), 'v' .. arg(2)) or '0'
if not string.match(before, '^%-?%d+$') then return false end
local known, sum = math.abs(tonumber(before)) <= MOST, tonumber(before) + tonumber(arg(3))
if not known or not (math.abs(sum) <= MOST) or sum % 1 ~= 0 then return false end
local value, metadata = string.format('%.0f', sum), found and found.metadata or ''
local growth = #arg(1) + #arg(2) + #value + #metadata - (found and found.bytes or 0)
local no = refusal(growth, found and 0 or 1, tonumber(arg(4)))
if no then return no end
local expires = found and found.expires or '-'
put(arg(1), arg(2), { value = value, metadata = metadata, expires = expires, number = text(-sum) })
return value
`,
);

/** store, keys; answers how many there were. */
export const deleteMany = kvScript(
  "floraKvDelete",
  `
local deleted = 0
for n = 2, #ARGV - 3 do
  if forget(own, arg(1), arg(n)) then deleted = deleted + 1 end
end
return deleted
`,
);
