/** @module How often each caller may ask: a budget that refills evenly over a minute. */

const MINUTE_MS = 60_000;
/** Callers remembered before those whose budget is whole again are forgotten. */
const SWEEP_ABOVE = 1_000;

export interface RateState {
  /** 0 where the request may go on, else milliseconds until the next one may. */
  waitMs: number;
  /** Requests left at this moment. */
  remaining: number;
  /** Seconds until the budget is whole again. */
  resetSeconds: number;
}

export class Rate {
  readonly #spent = new Map<string, { amount: number; at: number }>();
  #sweepAbove = SWEEP_ABOVE;

  /** `now` in milliseconds, best from a clock that never steps. */
  constructor(readonly perMinute: number, private readonly now: () => number = () => performance.now()) {}

  take(caller: string): RateState {
    const now = this.now();
    const known = this.#spent.get(caller);
    const spent = known ? this.#left(known, now) : 0;
    const allowed = spent + 1 <= this.perMinute;
    const amount = allowed ? spent + 1 : spent;
    this.#spent.set(caller, { amount, at: now });
    if (this.#spent.size > this.#sweepAbove) this.#sweep(now);
    return {
      waitMs: allowed ? 0 : Math.max(1, Math.ceil((spent + 1 - this.perMinute) * MINUTE_MS / this.perMinute)),
      remaining: Math.floor(this.perMinute - amount),
      resetSeconds: Math.ceil(amount * 60 / this.perMinute),
    };
  }

  /** How many callers are remembered. */
  get size(): number {
    return this.#spent.size;
  }

  /** What of a budget is spent still. */
  #left({ amount, at }: { amount: number; at: number }, now: number): number {
    return Math.max(0, amount - (now - at) * this.perMinute / MINUTE_MS);
  }

  #sweep(now: number): void {
    for (const [caller, spent] of this.#spent) if (this.#left(spent, now) === 0) this.#spent.delete(caller);
    this.#sweepAbove = Math.max(SWEEP_ABOVE, 2 * this.#spent.size);
  }
}
