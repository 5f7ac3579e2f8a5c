/**
 * @module Scripts of revisions and deployments, all of a guild's own: `revisions` hash, where `body <id>` never changes
 * and `manifest <id>` is the latest; `deployments` list, the first one's number being 1; `deployed` set of revisions that
 * became current once; `current` hash of number and `paused`. `deployed` of nobody holds the guilds that have a current one.
 */
import { leanScript, script } from "./script.ts";

const CURRENT = `
local function current()
  local number, paused = unpack(call('HMGET', own .. 'current', 'number', 'paused'))
  if not number then return false end
  return { number, call('LINDEX', own .. 'deployments', tonumber(number) - 1), paused or '' }
end
`;

/** id, body, manifest. */
export const putRevision = script(
  "floraRevisionPut",
  `
if call('HSETNX', own .. 'revisions', 'body ' .. arg(1), arg(2)) == 0 then return 0 end
call('HSET', own .. 'revisions', 'manifest ' .. arg(1), arg(3))
return 1
`,
);

/** id, deployment, manifest, guild. */
export const activate = script(
  "floraRevisionActivate",
  `${CURRENT}
if call('HEXISTS', own .. 'revisions', 'body ' .. arg(1)) == 0 then return false end
call('HSET', own .. 'revisions', 'manifest ' .. arg(1), arg(3))
call('HSET', own .. 'current', 'number', call('RPUSH', own .. 'deployments', arg(2)))
call('SADD', own .. 'deployed', arg(1))
call('SADD', root .. 'deployed', arg(4))
return current()
`,
);

export const current = leanScript("floraDeploymentCurrent", `${CURRENT}\nreturn current()`);

/** how many, before which number or nothing: the newest one's number, then bodies. */
export const history = leanScript(
  "floraDeploymentHistory",
  `
local last = call('LLEN', own .. 'deployments')
if arg(2) ~= '' then last = math.min(last, tonumber(arg(2)) - 1) end
local reply = { last }
if last < 1 or tonumber(arg(1)) < 1 then return reply end
local bodies = call('LRANGE', own .. 'deployments', math.max(0, last - tonumber(arg(1))), last - 1)
for n = #bodies, 1, -1 do reply[#reply + 1] = bodies[n] end
return reply
`,
);

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
`,
);
