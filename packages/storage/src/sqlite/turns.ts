/** @module Who writes next: in the order of asking, and again where another process keeps the store locked. */
import { StorageError } from "../storage-error.ts";
import { isBusy } from "./busy.ts";

/** Longer than it takes flora to kill a worker that hangs within a write. */
const PATIENCE_MS = 30_000;
const RETRY_MS = 10;

export class Turns {
  /** Settled when everybody has written who asked; undefined while nobody waits. */
  #last: Promise<unknown> | undefined;

  constructor(private readonly patienceMs = PATIENCE_MS) {}

  /** Makes the attempt, at once where nobody waits. Throws StorageError when the store stays locked for too long. */
  async take<T>(attempt: () => T): Promise<T> {
    if (!this.#last) {
      try {
        return attempt();
      } catch (error) {
        if (!isBusy(error)) throw error;
      }
    }
    const until = performance.now() + this.patienceMs;
    const before = this.#last;
    const turn = (async () => {
      await before;
      return await this.#repeat(attempt, until);
    })();
    const settled = turn.then(() => {}, () => {});
    this.#last = settled;
    settled.then(() => {
      if (this.#last === settled) this.#last = undefined;
    });
    return await turn;
  }

  async #repeat<T>(attempt: () => T, until: number): Promise<T> {
    for (;;) {
      try {
        return attempt();
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (performance.now() > until) {
          throw new StorageError(
            `Cannot write to the database: another process has kept it locked for ${
              this.patienceMs / 1000
            } s`,
            { cause: error },
          );
        }
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
