interface Waiting {
  /** When its patience ends, by the clock of `performance`. */
  until: number;
  reject(error: Error): void;
}

/**
 * Bounds how long answers are waited for. One timer for all of them: almost none is late, and to set and clear one for each
 * is a tenth of what a call costs its process.
 */
export class Answers {
  /** The first to wait is the first to be late. */
  readonly #waiting = new Set<Waiting>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly waitMs: number) {}

  /** As `answer`; rejects where that takes too long. */
  within<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const waiting = { until: performance.now() + this.waitMs, reject };
      const ends = <V>(settle: (value: V) => void) => (value: V) => {
        this.#waiting.delete(waiting);
        settle(value);
      };
      this.#waiting.add(waiting);
      this.#timer ??= setTimeout(() => this.#look(), this.waitMs);
      answer.then(ends(resolve), ends(reject));
    });
  }

  /** Whoever still waits does so without end. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #look(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (const waiting of this.#waiting) {
      const leftMs = waiting.until - now;
      if (leftMs > 0) {
        this.#timer = setTimeout(() => this.#look(), leftMs);
        return;
      }
      this.#waiting.delete(waiting);
      waiting.reject(new Error("Answer timed out"));
    }
  }
}
