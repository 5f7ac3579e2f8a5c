/**
 * @module Shares the bot's budget of requests fairly between its guilds. Each guild has a bounded queue; guilds take
 * turns; some of every second is kept for guilds that ask for little, so that a flood elsewhere does not delay them.
 */

/** Time as the pacer sees it; tests bring their own. */
export interface PacerClock {
  /** Milliseconds. */
  now(): number;
  /** Calls back after `ms`; the answer cancels it. */
  after(ms: number, callback: () => void): () => void;
}

export interface PacerOptions {
  /** Requests of the whole bot in any window of this many milliseconds; Discord allows 50 a second. */
  limit: number;
  windowMs: number;
  /** Of `limit`, requests kept for guilds below their share. */
  reserve: number;
  /** Requests in a window below which a guild may use the reserve. */
  share: number;
  /** Requests of one guild that wait in line. */
  queued: number;
  /** Requests of one guild that wait for Discord at once. */
  inFlight: number;
  /** Refusals by Discord (4xx) within `refusalWindowMs` that make a guild pause. */
  refusals: number;
  refusalWindowMs: number;
  /** The first pause; each further one is twice as long, up to `longestPauseMs`. */
  pauseMs: number;
  longestPauseMs: number;
  clock: PacerClock;
}

const defaultPacerOptions: PacerOptions = {
  limit: 50,
  windowMs: 1_025,
  reserve: 10,
  share: 5,
  queued: 200,
  inFlight: 10,
  refusals: 60,
  refusalWindowMs: 60_000,
  pauseMs: 5_000,
  longestPauseMs: 300_000,
  clock: {
    now: () => performance.now(),
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  },
};

/** The guild must wait: its queue is full, or it pauses after too many refusals. */
export class PacedOutError extends Error {
  constructor(readonly retryAfterMs: number, why: string) {
    super(`Cannot send request now: ${why}`);
    this.name = "PacedOutError";
  }
}

interface Lane {
  queue: (() => Promise<void>)[];
  inFlight: number;
  /** Starts within the current window, oldest first. */
  starts: number[];
  refusals: number[];
  pausedUntil: number;
  nextPauseMs: number;
}

export class Pacer {
  readonly #options: PacerOptions;
  readonly #lanes = new Map<string, Lane>();
  /** Guilds with something in their queue, in the order of their turns. */
  readonly #turns = new Set<string>();
  #starts: number[] = [];
  #cancelTimer: (() => void) | undefined;

  constructor(options: Partial<PacerOptions> = {}) {
    this.#options = { ...defaultPacerOptions, ...options };
  }

  /** Runs `send` when it is the guild's turn; rejects with PacedOutError, else with whatever `send` does. */
  run<T>(guild: string, send: () => Promise<T>): Promise<T> {
    const lane = this.#lane(guild);
    const now = this.#options.clock.now();
    if (lane.pausedUntil > now) {
      return Promise.reject(
        new PacedOutError(lane.pausedUntil - now, "Discord refused too many of this guild"),
      );
    }
    if (lane.queue.length >= this.#options.queued) {
      return Promise.reject(
        new PacedOutError(this.#drainMs(lane), `${lane.queue.length} requests of this guild wait already`),
      );
    }
    return new Promise<T>((resolve, reject) => {
      lane.queue.push(async () => {
        try {
          resolve(await send());
        } catch (error) {
          reject(error);
        }
      });
      this.#turns.add(guild);
      this.#pump();
    });
  }

  /** Tells that Discord refused a request of the guild (4xx). */
  refused(guild: string): void {
    const lane = this.#lane(guild);
    const { clock, refusals, refusalWindowMs, pauseMs, longestPauseMs } = this.#options;
    const now = clock.now();
    while (lane.refusals.length > 0 && lane.refusals[0]! <= now - refusalWindowMs) lane.refusals.shift();
    if (lane.refusals.length === 0 && lane.pausedUntil < now - refusalWindowMs) lane.nextPauseMs = pauseMs;
    lane.refusals.push(now);
    if (lane.refusals.length < refusals) return;
    lane.refusals = [];
    lane.pausedUntil = now + lane.nextPauseMs;
    lane.nextPauseMs = Math.min(lane.nextPauseMs * 2, longestPauseMs);
    this.#schedule();
  }

  /** Forgets a guild; what waits is still sent. */
  forget(guild: string): void {
    const lane = this.#lanes.get(guild);
    if (lane && lane.queue.length === 0 && lane.inFlight === 0) this.#lanes.delete(guild);
  }

  #lane(guild: string): Lane {
    let lane = this.#lanes.get(guild);
    if (!lane) {
      const nextPauseMs = this.#options.pauseMs;
      lane = { queue: [], inFlight: 0, starts: [], refusals: [], pausedUntil: 0, nextPauseMs };
      this.#lanes.set(guild, lane);
    }
    return lane;
  }

  /** Starts whatever may start now, one request of each guild in turn. */
  #pump(): void {
    for (let started = true; started;) {
      started = false;
      for (const guild of [...this.#turns]) {
        const lane = this.#lanes.get(guild)!;
        if (!this.#mayStart(lane)) continue;
        this.#start(guild, lane);
        started = true;
      }
    }
    this.#schedule();
  }

  #mayStart(lane: Lane): boolean {
    const { clock, limit, windowMs, reserve, share, inFlight } = this.#options;
    const now = clock.now();
    if (lane.inFlight >= inFlight || lane.pausedUntil > now) return false;
    dropUntil(this.#starts, now - windowMs);
    dropUntil(lane.starts, now - windowMs);
    return this.#starts.length < (lane.starts.length < share ? limit : limit - reserve);
  }

  #start(guild: string, lane: Lane): void {
    const now = this.#options.clock.now();
    this.#starts.push(now);
    lane.starts.push(now);
    lane.inFlight++;
    const send = lane.queue.shift()!;
    this.#turns.delete(guild);
    if (lane.queue.length > 0) this.#turns.add(guild);
    send().finally(() => {
      lane.inFlight--;
      this.#pump();
    });
  }

  /** One timer, for the moment at which the next waiting guild may start. */
  #schedule(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const { clock, windowMs, inFlight } = this.#options;
    const now = clock.now();
    let next = Infinity;
    for (const guild of this.#turns) {
      const lane = this.#lanes.get(guild)!;
      if (lane.inFlight >= inFlight) continue;
      const slot = (this.#starts[0] ?? now) + windowMs;
      next = Math.min(next, Math.max(slot, lane.pausedUntil));
    }
    if (next === Infinity) return;
    this.#cancelTimer = clock.after(Math.max(1, next - now), () => this.#pump());
  }

  /** About how long until the queue of a guild has room, were it alone. */
  #drainMs(lane: Lane): number {
    const { limit, reserve, windowMs } = this.#options;
    return Math.max(windowMs, Math.ceil(lane.queue.length / (limit - reserve)) * windowMs);
  }
}

function dropUntil(times: number[], until: number): void {
  let count = 0;
  while (count < times.length && times[count]! <= until) count++;
  if (count > 0) times.splice(0, count);
}
