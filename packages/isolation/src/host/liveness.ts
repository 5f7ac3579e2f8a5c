/** A guest that got less than this share of a processor has not been asked fairly, and is given more time ... */
const FAIR_SHARE = 0.25;
/** ... up to so many times its grace. */
const MAX_GRACES = 10;

export interface LivenessSource {
  /** Sends the question. */
  ping(n: number): void;
  /** The host itself holds the guest's frames back just now. */
  heldBack(): boolean;
  /** CPU time so far; 0 where it is not known. */
  cpuMs(): number;
}

/** Asks a guest whether it still takes turns. */
export class Liveness {
  #sent = 0;
  readonly #waiting = new Map<number, (answered: boolean) => void>();

  constructor(private readonly source: LivenessSource) {}

  /**
   * Whether the guest answers within `graceMs`. A machine too busy to let it run is not held against it: one that
   * hangs burns CPU time meanwhile.
   */
  answers(graceMs: number): Promise<boolean> {
    const n = ++this.#sent;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = (graces: number) => {
      const before = this.source.cpuMs();
      // The answer may lie in the pipe already when the worker itself was late: it is read before the verdict.
      const verdict = () => timer = setTimeout(() => this.#judge(n, before, graceMs, graces, wait));
      timer = setTimeout(verdict, graceMs);
    };
    this.#waiting.set(n, (answered) => {
      clearTimeout(timer);
      resolve(answered);
    });
    wait(1);
    this.source.ping(n);
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

  #judge(n: number, before: number, graceMs: number, graces: number, wait: (graces: number) => void): void {
    if (this.source.heldBack()) return this.#settle(n, true);
    const starved = before > 0 && this.source.cpuMs() - before < graceMs * FAIR_SHARE;
    if (starved && graces < MAX_GRACES) wait(graces + 1);
    else this.#settle(n, false);
  }

  #settle(n: number, answered: boolean): void {
    const settle = this.#waiting.get(n);
    this.#waiting.delete(n);
    settle?.(answered);
  }
}
