/**
 * @module The time that guilds and their scripts go by: what is due, what has expired, what an event or a log line is
 * dated with. It is the machine's own unless it is set ahead, which only tests of scripts do.
 */

/** A clock that was set ahead is looked at this often. */
const LOOK_EVERY_MS = 10;

let ahead: (() => number) | undefined;

export const clock = {
  /** Unix milliseconds. */
  now: (): number => Date.now() + clock.aheadMs(),

  /** How far it is ahead of the machine's. Milliseconds. */
  aheadMs: (): number => ahead?.() ?? 0,

  /** From now on it is ahead by what `source` says whenever it is asked, which never falls. */
  follow(source: () => number): void {
    ahead = source;
  },

  /** Calls back once the clock is `ms` further, also where it is set ahead meanwhile; the answer cancels it. */
  after(ms: number, callback: () => void): () => void {
    if (!ahead) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    }
    const dueAt = clock.now() + ms;
    const timer = setInterval(() => {
      if (clock.now() < dueAt) return;
      clearInterval(timer);
      callback();
    }, Math.min(ms, LOOK_EVERY_MS));
    return () => clearInterval(timer);
  },
};
