/**
 * @module Moves do their heavy work together and pause guilds one after the other, never both at a time: a guest that
 * boots or ends takes a whole processor for a while, and a guild that pauses meanwhile would wait for it. Pauses go first.
 */
import { once } from "./once.ts";

export type Phase = "heavy" | "pause";

export interface PhaseTimes {
  /** Nobody waits longer than this: workers may have stopped to answer. Milliseconds. */
  patienceMs: number;
  /** A pause that takes longer waits for a handler, not for a processor: the next one begins beside it. Milliseconds. */
  shortMs: number;
}

const defaultTimes: PhaseTimes = { patienceMs: 1_000, shortMs: 25 };

export class Phases {
  readonly #inside = { heavy: 0, pause: 0 };
  readonly #waiting: Record<Phase, Set<() => void>> = { heavy: new Set(), pause: new Set() };
  /** Set while the pause that began last is short. */
  #short: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly times: PhaseTimes = defaultTimes) {}

  /** Resolves when the phase may begin, with what ends it. */
  async enter(phase: Phase): Promise<() => void> {
    const turn = Promise.withResolvers<void>();
    const begin = () => {
      clearTimeout(timer);
      this.#waiting[phase].delete(begin);
      this.#inside[phase]++;
      if (phase === "pause") this.#watch();
      turn.resolve();
    };
    const timer = setTimeout(begin, this.times.patienceMs);
    this.#waiting[phase].add(begin);
    this.#letIn();
    await turn.promise;
    return once(() => {
      this.#inside[phase]--;
      if (this.#inside.pause === 0) this.#unwatch();
      this.#letIn();
    });
  }

  #letIn(): void {
    const { heavy, pause: pauses } = this.#waiting;
    const [pause] = pauses;
    if (pause) {
      if (this.#inside.heavy === 0 && this.#short === undefined) pause();
    } else if (this.#inside.pause === 0) {
      for (const begin of heavy) begin();
    }
  }

  #watch(): void {
    clearTimeout(this.#short);
    this.#short = setTimeout(() => {
      this.#short = undefined;
      this.#letIn();
    }, this.times.shortMs);
  }

  #unwatch(): void {
    clearTimeout(this.#short);
    this.#short = undefined;
  }
}
