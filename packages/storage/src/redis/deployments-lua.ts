/**
 * @module Scripts of revisions and deployments, all of a guild's own: `revisions` hash, where `body <id>` never changes
 * and `manifest <id>` is the latest, and `revisions:made` hash of when each was made; `deployments` stream of bodies and
 * their revisions by number; `deployments:last` number; `deployed` set of revisions that a deployment tells of; `current`
 * hash of number and `paused`. `deployed` of nobody holds the guilds that have a current one.
 */
import { leanScript, script } from "./script.ts";

const CURRENT = `
local function current()
  local number, paused = unpack(call('HMGET', own .. 'current', 'number', 'paused'))
  if not number then return false end
  return { number, call('XRANGE', own .. 'deployments', number, number)[1][2][2], paused or '' }
end
`;

/** id, body, manifest, when it was made. */
export const putRevision = script(
  "floraRevisionPut",
  `
if call('HSETNX', own .. 'revisions', 'body ' .. arg(1), arg(2)) == 0 then return 0 end
call('HSET', own .. 'revisions', 'manifest ' .. arg(1), arg(3))
call('HSET', own .. 'revisions:made', arg(1), arg(4))
return 1
`,
);

/** id, deployment, manifest, guild. */
export const activate = script(
  "floraRevisionActivate",
  `${CURRENT}
if call('HEXISTS', own .. 'revisions', 'body ' .. arg(1)) == 0 then return false end
call('HSET', own .. 'revisions', 'manifest ' .. arg(1), arg(3))
local number = call('INCR', own .. 'deployments:last')
call('XADD', own .. 'deployments', number .. '-0', 'body', arg(2), 'revision', arg(1))
call('HSET', own .. 'current', 'number', number)
call('SADD', own .. 'deployed', arg(1))
call('SADD', root .. 'deployed', arg(4))
return current()
`,
);

export const current = leanScript("floraDeploymentCurrent", `${CURRENT}\nreturn current()`);

/** since when, nothing to go on. */
export const setPaused = leanScript(
  "floraDeploymentPause",
  `${CURRENT}
if call('EXISTS', own .. 'current') == 1 then
  if arg(1) == '' then
    call('HDEL', own .. 'current', 'paused')
  else
    call('HSETNX', own .. 'current', 'paused', arg(1))
  end
end
return current()
`,
);

/** guild. */
export const deactivate = leanScript(
  "floraDeploymentEnd",
  `
call('SREM', root .. 'deployed', arg(1))
return call('DEL', own .. 'current')
`,
);

/** id. */
export const deleteRevision = leanScript(
  "floraRevisionDelete",
  `
if call('SISMEMBER', own .. 'deployed', arg(1)) == 1 then return end
call('HDEL', own .. 'revisions', 'body ' .. arg(1), 'manifest ' .. arg(1))
call('HDEL', own .. 'revisions:made', arg(1))
`,
);

/**
 * how many deployments and bytes of them, how many revisions and bytes of them, and when the youngest was made that nobody
 * deploys any more.
 */
export const prune = leanScript(
  "floraDeploymentPrune",
  `
local deployments, deploymentBytes = tonumber(arg(1)), tonumber(arg(2))
local revisions, revisionBytes, madeBefore = tonumber(arg(3)), tonumber(arg(4)), tonumber(arg(5))
local kept, known, told = {}, {}, 0
for n, entry in ipairs(call('XREVRANGE', own .. 'deployments', '+', '-')) do
  local id = entry[2][4]
  told = told + #entry[2][2]
  local needed = #kept == 0 or #kept == 1 and not known[id]
  if n <= deployments and (needed or told <= deploymentBytes) then
    if not known[id] then kept[#kept + 1] = id end
    known[id] = true
  else
    call('XDEL', own .. 'deployments', entry[1])
    if not known[id] and call('SREM', own .. 'deployed', id) == 1 then
      call('HDEL', own .. 'revisions', 'body ' .. id, 'manifest ' .. id)
      call('HDEL', own .. 'revisions:made', id)
    end
  end
end
local taken = 0
for place, id in ipairs(kept) do
  for _, part in ipairs({ 'body ', 'manifest ' }) do
    taken = taken + call('HSTRLEN', own .. 'revisions', part .. id)
  end
  if place > revisions or place > 2 and taken > revisionBytes then
    call('HDEL', own .. 'revisions', 'body ' .. id, 'manifest ' .. id)
    call('HDEL', own .. 'revisions:made', id)
  end
end
local made = call('HGETALL', own .. 'revisions:made')
for n = 1, #made, 2 do
  local id = made[n]
  if not known[id] and tonumber(made[n + 1]) < madeBefore then
    call('HDEL', own .. 'revisions', 'body ' .. id, 'manifest ' .. id)
    call('HDEL', own .. 'revisions:made', id)
    call('SREM', own .. 'deployed', id)
  end
end
`,
);
