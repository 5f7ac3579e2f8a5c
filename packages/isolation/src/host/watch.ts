import type { TerminationReason } from "@flora/model";

/** How often active guests are looked at, and how often the idle ones, in ticks. */
const TICK_MS = 50;
const IDLE_TICKS = 20;

/** What the watch looks after. */
export interface Watched {
  readonly active: boolean;
  /** The limit that has been passed, if any, by figures taken now. */
  overLimit(elapsedMs: number): { reason: TerminationReason; detail: string } | undefined;
  fail(reason: TerminationReason, detail: string): void;
  /** Told at every look at which it is not active. */
  idle(): void;
}

/** Looks at every guest's CPU time and memory from outside and ends those over a limit. */
export class Watch {
  readonly #watched = new Map<Watched, { lookedAt: number }>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #tick = 0;

  add(guest: Watched): void {
    this.#watched.set(guest, { lookedAt: performance.now() });
    this.#timer ??= setInterval(() => this.#look(), TICK_MS);
  }

  remove(guest: Watched): void {
    this.#watched.delete(guest);
    if (this.#watched.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const all = ++this.#tick % IDLE_TICKS === 0;
    for (const [guest, entry] of this.#watched) {
      if (!all && !guest.active) continue;
      const now = performance.now();
      const problem = guest.overLimit(now - entry.lookedAt);
      entry.lookedAt = now;
      if (problem) guest.fail(problem.reason, problem.detail);
      else if (!guest.active) guest.idle();
    }
  }
}
