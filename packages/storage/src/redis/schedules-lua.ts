/**
 * @module Scripts of what is to happen once. An entry is a hash `schedule:<id>` of guild, name, due, attempt, claimed and
 * payload. `schedules` orders all ids by when they are to be claimed next; the guild's `schedules` leads from name to id,
 * its `schedules:due` orders ids by when they were asked for, its `schedules:postponed` holds those put off, and
 * `schedules:postponed` of nobody the guilds that have some. Ids have equal length, so that equal times go by age.
 */
import { leanScript, script } from "./script.ts";

const SHARED = `
local function member(id) return string.format('%016.0f', tonumber(id)) end
local function base(guild) return root .. '{' .. guild .. '}:' end

local function unpostpone(guild, id)
  call('SREM', base(guild) .. 'schedules:postponed', id)
  if call('EXISTS', base(guild) .. 'schedules:postponed') == 0 then call('SREM', root .. 'schedules:postponed', guild) end
end

local function drop(id)
  local guild, name = unpack(call('HMGET', root .. 'schedule:' .. id, 'guild', 'name'))
  if not guild then return end
  if call('HGET', base(guild) .. 'schedules', name) == id then call('HDEL', base(guild) .. 'schedules', name) end
  call('ZREM', base(guild) .. 'schedules:due', id)
  call('ZREM', root .. 'schedules', id)
  unpostpone(guild, id)
  call('DEL', root .. 'schedule:' .. id)
end
`;

/** guild, name, due, payload, how many others there may be. */
export const put = script(
  "floraSchedulePut",
  `${SHARED}
local old = call('HGET', own .. 'schedules', arg(2))
if call('HLEN', own .. 'schedules') - (old and 1 or 0) >= tonumber(arg(5)) then return 0 end
if old then drop(old) end
-- Another id: whoever holds a claim on the old one must not end this one.
local id = member(call('INCR', root .. 'schedules:last'))
call('HSET', root .. 'schedule:' .. id, 'guild', arg(1), 'name', arg(2), 'due', arg(3), 'attempt', '0',
  'claimed', '0', 'payload', arg(4))
call('HSET', own .. 'schedules', arg(2), id)
call('ZADD', own .. 'schedules:due', arg(3), id)
call('ZADD', root .. 'schedules', arg(3), id)
return 1
`,
);

/** name; whether it still waited. */
export const cancel = leanScript(
  "floraScheduleCancel",
  `${SHARED}
local id = call('HGET', own .. 'schedules', arg(1))
if not id then return 0 end
local waited = call('HGET', root .. 'schedule:' .. id, 'claimed') == '0'
drop(id)
return waited and 1 or 0
`,
);

/** Name, due and payload of each that waits. */
export const list = leanScript(
  "floraScheduleList",
  `
local reply = {}
for _, id in ipairs(call('ZRANGE', own .. 'schedules:due', 0, -1)) do
  local name, due, payload, claimed =
    unpack(call('HMGET', root .. 'schedule:' .. id, 'name', 'due', 'payload', 'claimed'))
  if claimed == '0' then
    reply[#reply + 1] = name
    reply[#reply + 1] = due
    reply[#reply + 1] = payload
  end
end
return reply
`,
);

/** until, how many: id, guild, name, due, payload and attempt of each. */
export const claim = leanScript(
  "floraScheduleClaim",
  `${SHARED}
local reply = {}
for _, id in ipairs(call('ZRANGEBYSCORE', root .. 'schedules', '-inf', now, 'LIMIT', 0, arg(2))) do
  local entry = root .. 'schedule:' .. id
  local guild, name, due, payload, attempt =
    unpack(call('HMGET', entry, 'guild', 'name', 'due', 'payload', 'attempt'))
  attempt = text(tonumber(attempt) + 1)
  call('HSET', entry, 'attempt', attempt, 'claimed', '1')
  call('ZADD', root .. 'schedules', arg(1), id)
  unpostpone(guild, id)
  for _, value in ipairs({ id, guild, name, due, payload, attempt }) do reply[#reply + 1] = value end
end
return reply
`,
);

/** id. */
export const finish = leanScript("floraScheduleFinish", `${SHARED}\ndrop(member(arg(1)))`);

/** id, at, attempt. */
export const postpone = leanScript(
  "floraSchedulePostpone",
  `${SHARED}
local id = member(arg(1))
local entry = root .. 'schedule:' .. id
local guild = call('HGET', entry, 'guild')
if not guild then return end
call('HSET', entry, 'attempt', arg(3), 'claimed', '0')
call('ZADD', root .. 'schedules', arg(2), id)
call('SADD', base(guild) .. 'schedules:postponed', id)
call('SADD', root .. 'schedules:postponed', guild)
`,
);

/** guild. */
export const wake = leanScript(
  "floraScheduleWake",
  `${SHARED}
for _, id in ipairs(call('SMEMBERS', own .. 'schedules:postponed')) do
  call('ZADD', root .. 'schedules', call('HGET', root .. 'schedule:' .. id, 'due'), id)
  unpostpone(arg(1), id)
end
`,
);
