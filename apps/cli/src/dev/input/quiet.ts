/** Knows how long nothing happened, for input that does not look at the screen. */
export class Quiet {
  #lastAt = performance.now();

  touch(): void {
    this.#lastAt = performance.now();
  }

  /** Resolves once nothing happened for `stillMs`, after `mostMs` at the latest. */
  async wait(stillMs: number, mostMs: number): Promise<void> {
    const giveUpAt = performance.now() + mostMs;
    this.touch();
    for (;;) {
      const now = performance.now();
      const left = Math.min(this.#lastAt + stillMs, giveUpAt) - now;
      if (left <= 0) return;
      await new Promise((resolve) => setTimeout(resolve, left));
    }
  }
}
