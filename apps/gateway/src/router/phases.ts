/**
 * @module Moves make guests ready and pause guilds in turn, each for all that wait: a guest that boots takes a whole
 * processor for a while, and a guild that pauses meanwhile would wait for it.
 */
export type Phase = "boot" | "pause";

interface Waiting {
  phase: Phase;
  enter(): void;
}

/** Nobody waits longer than this for the other phase, whose workers may have stopped to answer. Milliseconds. */
const PATIENCE_MS = 1_000;

export class Phases {
  readonly #inside = { boot: 0, pause: 0 };
  #waiting: Waiting[] = [];

  constructor(private readonly patienceMs = PATIENCE_MS) {}

  /** Resolves when the phase may begin, with what ends it. */
  async enter(phase: Phase): Promise<() => void> {
    const other = phase === "boot" ? "pause" : "boot";
    if (this.#inside[other] > 0 || this.#waiting.length > 0) await this.#turn(phase);
    else this.#inside[phase]++;
    let over = false;
    return () => {
      if (over) return;
      over = true;
      if (--this.#inside[phase] === 0) this.#letIn();
    };
  }

  #turn(phase: Phase): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting: Waiting = {
      phase,
      enter: () => {
        clearTimeout(timer);
        this.#inside[phase]++;
        resolve();
      },
    };
    const timer = setTimeout(() => {
      this.#waiting = this.#waiting.filter((one) => one !== waiting);
      waiting.enter();
    }, this.patienceMs);
    this.#waiting.push(waiting);
    return promise;
  }

  /** Who has waited longest says which phase is next; all who wait for it begin together. */
  #letIn(): void {
    const phase = this.#waiting[0]?.phase;
    const next = this.#waiting.filter((one) => one.phase === phase);
    this.#waiting = this.#waiting.filter((one) => one.phase !== phase);
    for (const one of next) one.enter();
  }
}
