/** @module What host and runner say to each other besides carrying the guest's own frames. Imports nothing. */

/** Kind byte of a packet. */
export const Kind = {
  /** Host to runner: `HostControl` as JSON. Runner to host: `RunnerControl` as JSON. */
  control: 0,
  /** Host to runner: dispatch id (may be empty), line feed, one HostFrame as JSON. */
  turn: 1,
  /** Runner to host: a JSON array of GuestFrames, as the guest wrote it. */
  frames: 2,
  /** Host to runner: the SDK script. */
  sdk: 3,
  /** Both ways: V8 code cache of the SDK script. */
  cache: 4,
  /** Host to runner: the guild's script; ends in the guest's `loaded` or `load-failed`, or in `load-refused`. */
  load: 5,
} as const;

export type HostControl =
  /** Limits of the guild that adopts this runner; sent before its first turn, and again where they change. */
  | { t: "adopt"; turnTimeoutMs: number; frameBytes: number }
  /** Answered when the runner's loop has come round: what earlier turns led to, rejections included, is told before. */
  | { t: "ping"; n: number }
  /** Answered with `here` before anything that is asked later. */
  | { t: "greet" }
  /** Give back what memory is not needed. */
  | { t: "tidy" };

export type RunnerControl =
  /** State of each permission as Deno tells it; anything but "granted" is right. */
  | { t: "hello"; permissions: Record<string, string> }
  /** The SDK has been evaluated. */
  | { t: "ready"; cacheUsed: boolean }
  | { t: "pong"; n: number }
  | { t: "here" }
  /** The script is no program, or threw before its promise existed. */
  | { t: "load-refused"; message: string; stack: string }
  /** A turn was cut off; `d` is the dispatch it was for, absent for timers and the top level. */
  | { t: "turn-timeout"; d?: string }
  /** The guest wrote one frame that is over the limit and could not be refused to it. */
  | { t: "oversized"; bytes: number }
  /** A promise was rejected and the script had no handler for it; how many since the last time. */
  | { t: "unhandled"; message: string; stack: string }
  /** The guest side of the channel cannot go on. */
  | { t: "broken"; message: string };

/** What a packet counts for among those of a thread that the host has not handled: many small ones are work, too. */
export const packetCost = (byteLength: number) => byteLength + 16 * 1024;

/** What that count becomes when the host has given it up: it need not wait for anyone any more. */
export const GIVEN_UP = -(2 ** 31);

/** All that Deno knows permissions for. */
export const permissionKinds = ["read", "write", "net", "env", "run", "sys", "ffi", "import"] as const;
