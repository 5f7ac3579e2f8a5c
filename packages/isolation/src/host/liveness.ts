/** Asks a guest whether it still takes turns. */
export class Liveness {
  #sent = 0;
  readonly #waiting = new Map<number, (answered: boolean) => void>();

  /** `ping` sends the question; `busy` says that the host itself holds the guest's frames back. */
  constructor(private readonly ping: (n: number) => void, private readonly busy: () => boolean) {}

  /** Whether the guest answers within `graceMs`. */
  answers(graceMs: number): Promise<boolean> {
    const n = ++this.#sent;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    // The answer may lie in the pipe already when the worker itself was late: it is read before the verdict.
    const timer = setTimeout(() => setTimeout(() => this.#settle(n, this.busy())), graceMs);
    this.#waiting.set(n, (answered) => {
      clearTimeout(timer);
      resolve(answered);
    });
    this.ping(n);
    return promise;
  }

  /** Takes an answer. */
  pong(n: number): void {
    this.#settle(n, true);
  }

  /** The guest has ended: nobody waits any more. */
  end(): void {
    for (const n of [...this.#waiting.keys()]) this.#settle(n, true);
  }

  #settle(n: number, answered: boolean): void {
    const settle = this.#waiting.get(n);
    this.#waiting.delete(n);
    settle?.(answered);
  }
}
