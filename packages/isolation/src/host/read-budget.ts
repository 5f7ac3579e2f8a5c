/** Share of the worker's thread that one guest's frames may take over time, and milliseconds it may take at once. */
const SHARE = 0.2;
const BURST_MS = 50;

/** Measures how long the worker works at one guest's frames, and says when it has to wait. */
export class ReadBudget {
  #debtMs = 0;
  #at = performance.now();

  /** When the last piece of work ended, by the clock of `performance`. */
  get at(): number {
    return this.#at;
  }

  /** Runs one piece of work, which starts now, and returns how long the guest's next one has to wait, in milliseconds. */
  spend(work: () => void, start = performance.now()): number {
    this.#debtMs = Math.max(0, this.#debtMs - (start - this.#at) * SHARE);
    work();
    this.#at = performance.now();
    this.#debtMs += this.#at - start;
    return this.#debtMs <= BURST_MS ? 0 : (this.#debtMs - BURST_MS) / SHARE;
  }
}
