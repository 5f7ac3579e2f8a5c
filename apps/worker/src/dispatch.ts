import type { DispatchEvent, DispatchOutcome, OpRefusal, WhyReason } from "@flora/model";
import { type Dropped, drops } from "./drops.ts";

/** How one dispatch of the worker ended; `dropped` and `returned` ones never started. */
export type TurnOutcome =
  | (DispatchOutcome & { refused?: OpRefusal[]; why?: WhyReason })
  | Dropped
  | { status: "returned" };

export interface DispatchQueueOptions {
  /** Dispatches that may wait. */
  waiting: number;
  /** Dispatches that may overlap at await. */
  concurrent: number;
  /** The event is refused when its turn has not come within this time, in milliseconds; undefined for none. */
  patienceMs?(event: DispatchEvent): number | undefined;
  /** Whether a dispatch could start now; `pump` is to be called when that changes to true. */
  ready(): boolean;
  /** Runs one dispatch that waited so many milliseconds for its turn; never rejects. */
  run(event: DispatchEvent, waitedMs: number): Promise<TurnOutcome>;
}

interface Waiting {
  event: DispatchEvent;
  /** By the clock of `performance`, in milliseconds. */
  since: number;
  /** Runs while it waits, where its time is limited. */
  timer: ReturnType<typeof setTimeout> | undefined;
  settle(outcome: TurnOutcome): void;
}

/**
 * One guild's turns: they start in arrival order and may overlap. When the queue is full, plain events give way, the
 * newest first; interactions, crons and lifecycle events are only refused when nothing else is left to give way.
 */
export class DispatchQueue {
  #waiting: Waiting[] = [];
  #running = 0;
  readonly #known = new Map<string, Promise<TurnOutcome>>();
  readonly #started = new Set<string>();

  constructor(private readonly options: DispatchQueueOptions) {}

  get idle(): boolean {
    return this.#running === 0 && this.#waiting.length === 0;
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Settles when the dispatch has ended; one delivered again while it waits or runs shares its outcome. */
  push(event: DispatchEvent): Promise<TurnOutcome> {
    const known = this.#known.get(event.id);
    if (known) return known;
    const outcome = new Promise<TurnOutcome>((settle) => this.#admit(event, settle)).finally(() => {
      if (this.#known.get(event.id) === outcome) this.#known.delete(event.id);
    });
    this.#known.set(event.id, outcome);
    this.pump();
    return outcome;
  }

  /** Starts what may start. */
  pump(): void {
    while (this.#waiting.length > 0 && this.#running < this.options.concurrent && this.options.ready()) {
      void this.#start(this.#waiting.shift()!);
    }
  }

  /** Gives everything that waits back to the gateway; answers it in order. */
  returnAll(): DispatchEvent[] {
    return this.#waiting.splice(0).map(({ event, settle }) => {
      this.#known.delete(event.id);
      settle({ status: "returned" });
      return event;
    });
  }

  /** The guild was placed anew, here or elsewhere: gives back what waits, and lets what runs be delivered and run again. */
  disown(): void {
    this.returnAll();
    for (const id of this.#started) this.#known.delete(id);
  }

  /** Refuses everything that waits, for at least this long where it is given. Milliseconds. */
  dropAll(outcome: Dropped, atLeastMs = 0): void {
    const latest = performance.now() - atLeastMs;
    const kept = atLeastMs > 0 ? this.#waiting.filter(({ since }) => since > latest) : [];
    for (const entry of this.#waiting.splice(0)) {
      if (!kept.includes(entry)) entry.settle(outcome);
    }
    this.#waiting.push(...kept);
  }

  /** Forgets everything that waits without an answer: when the link closes, the gateway delivers it elsewhere. */
  leaveAll(): void {
    for (const { timer } of this.#waiting.splice(0)) clearTimeout(timer);
  }

  #admit(event: DispatchEvent, answer: (outcome: TurnOutcome) => void): void {
    const entry: Waiting = {
      event,
      since: performance.now(),
      timer: undefined,
      settle(outcome) {
        clearTimeout(entry.timer);
        answer(outcome);
      },
    };
    if (this.#waiting.length >= this.options.waiting) {
      const victim = event.kind === "event" ? entry : this.#takeNewestEvent() ?? entry;
      victim.settle(drops.full);
      if (victim === entry) return;
    }
    this.#waiting.push(entry);
    const patienceMs = this.options.patienceMs?.(event);
    if (patienceMs !== undefined) entry.timer = setTimeout(() => this.#expire(entry), patienceMs);
  }

  #expire(entry: Waiting): void {
    const index = this.#waiting.indexOf(entry);
    if (index === -1) return;
    this.#waiting.splice(index, 1);
    entry.settle(drops.expired);
  }

  #takeNewestEvent(): Waiting | undefined {
    const index = this.#waiting.findLastIndex(({ event }) => event.kind === "event");
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  async #start({ event, since, timer, settle }: Waiting): Promise<void> {
    clearTimeout(timer);
    this.#running++;
    this.#started.add(event.id);
    try {
      settle(await this.options.run(event, performance.now() - since));
    } finally {
      this.#running--;
      this.#started.delete(event.id);
      this.pump();
    }
  }
}
