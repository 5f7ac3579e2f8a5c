/** Reading an isolate's CPU time costs a system call; more often is not worth it. Milliseconds. */
const MEASURE_EVERY_MS = 100;

export interface CpuRules {
  /** Long-run share of one core, in percent. */
  sharePercent: number;
  /** CPU time that may be saved up and spent at once. Milliseconds. */
  burstMs: number;
}

/**
 * A guild's CPU time over the long run: a bucket that fills at the sustained share and that everything its isolates use
 * is taken from. While it is empty the guild's dispatches wait.
 */
export class CpuBudget {
  #levelMs: number;
  #usedMs = 0;
  #at: number;

  /** `usedMs` is the CPU time of all isolates of the guild so far. */
  constructor(
    private readonly rules: CpuRules,
    private readonly usedMs: () => number,
    private readonly now: () => number,
  ) {
    this.#levelMs = rules.burstMs;
    this.#at = now();
  }

  /** Milliseconds until the next dispatch may start; 0 for now. */
  waitMs(): number {
    const now = this.now();
    if (now - this.#at >= MEASURE_EVERY_MS) this.#settle(now);
    if (this.#levelMs > 0) return 0;
    return Math.ceil((1 - this.#levelMs) * 100 / this.rules.sharePercent);
  }

  #settle(now: number): void {
    const used = this.usedMs();
    const earned = (now - this.#at) * this.rules.sharePercent / 100;
    // The sum may fall: what a replaced isolate used is missing from it until that one has ended.
    const spent = Math.max(0, used - this.#usedMs);
    this.#levelMs = Math.min(this.rules.burstMs, this.#levelMs + earned) - spent;
    this.#usedMs += spent;
    this.#at = now;
  }
}
