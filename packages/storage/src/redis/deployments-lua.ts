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

/** how many deployments, how many revisions, and when the youngest was made that nobody deploys any more. */
export const prune = leanScript(
  "floraDeploymentPrune",
  `
call('XTRIM', own .. 'deployments', 'MAXLEN', arg(1))
local place, places = {}, 0
for _, entry in ipairs(call('XREVRANGE', own .. 'deployments', '+', '-')) do
  local id = entry[2][4]
  if not place[id] then
    places = places + 1
    place[id] = places
  end
end
local made = call('HGETALL', own .. 'revisions:made')
for n = 1, #made, 2 do
  local id = made[n]
  if not place[id] then call('SREM', own .. 'deployed', id) end
  if place[id] and place[id] > tonumber(arg(2)) or not place[id] and tonumber(made[n + 1]) < tonumber(arg(3)) then
    call('HDEL', own .. 'revisions', 'body ' .. id, 'manifest ' .. id)
    call('HDEL', own .. 'revisions:made', id)
  end
end
`,
);
