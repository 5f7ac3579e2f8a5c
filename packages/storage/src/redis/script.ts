/** @module Lua that Redis runs as one step: nothing comes between its reads and its writes. */

export interface Script {
  readonly name: string;
  readonly lua: string;
}

/**
 * Stands before every script. No text of anybody's becomes part of a script or, before the last colon, of a key's name:
 * all of it comes as an argument. Numbers go into replies and arguments by way of `text`, which loses no digit.
 */
const PRELUDE = `
local own, root, fence, now = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
local call = redis.call
local function arg(n) return ARGV[n + 3] end
local function text(number) return string.format('%.17g', number) end
if fence ~= '' then
  local holder = call('HGET', own .. 'lease', 'generation')
  if holder and tonumber(holder) > tonumber(fence) then return redis.error_reply('STALE lease') end
end
`;

/** A script that Redis refuses as a whole when its memory is full, before anything of it is done. */
export function script(name: string, lua: string): Script {
  return { name, lua: `#!lua\n${PRELUDE}${lua}` };
}

/** One that also runs when memory is full: it frees some, or needs next to none. */
export function leanScript(name: string, lua: string): Script {
  return { name, lua: `#!lua flags=allow-oom\n${PRELUDE}${lua}` };
}
