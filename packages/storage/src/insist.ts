import { StaleLeaseError } from "./contract.ts";

export interface Patience {
  /** How long it is asked again. Milliseconds, as the others. */
  forMs: number;
  /** Pause after the first failure; doubled after each other, up to the longest. */
  firstPauseMs: number;
  longestPauseMs: number;
}

/** As long as an event waits for a worker. */
const defaultPatience: Patience = { forMs: 60_000, firstPauseMs: 100, longestPauseMs: 2_000 };

/**
 * Asks a store until it answers, for what must not be given up because it is busy or away. Rejects with the last failure
 * when patience is over, and at once where the guild is somebody else's by now. `ask` may have taken effect and failed all
 * the same: it must bear being repeated.
 */
export async function insist<T>(ask: () => Promise<T>, patience: Partial<Patience> = {}): Promise<T> {
  const { forMs, firstPauseMs, longestPauseMs } = { ...defaultPatience, ...patience };
  const deadline = performance.now() + forMs;
  for (let pauseMs = firstPauseMs;; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof StaleLeaseError || performance.now() + pauseMs > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
