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
  /** Whether a dispatch could start now; `pump` is to be called when that changes to true. */
  ready(): boolean;
  /** Runs one dispatch that waited so many milliseconds for its turn; never rejects. */
  run(event: DispatchEvent, waitedMs: number): Promise<TurnOutcome>;
}

interface Waiting {
  event: DispatchEvent;
  /** By the clock of `performance`, in milliseconds. */
  since: number;
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
    const outcome = new Promise<TurnOutcome>((settle) =>
      this.#admit({ event, since: performance.now(), settle })
    ).finally(() => {
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

  /** Gives everything that waits back to the gateway; the ids in order. */
  returnAll(): string[] {
    return this.#waiting.splice(0).map(({ event, settle }) => {
      this.#known.delete(event.id);
      settle({ status: "returned" });
      return event.id;
    });
  }

  /** The guild has a new owner, be it this one: what is delivered again starts anew, and nothing else of before does. */
  disown(): void {
    this.returnAll();
    for (const id of this.#started) this.#known.delete(id);
  }

  /** Refuses everything that waits. */
  dropAll(outcome: Dropped): void {
    for (const { settle } of this.#waiting.splice(0)) settle(outcome);
  }

  /** Forgets everything that waits without an answer: when the link closes, the gateway delivers it elsewhere. */
  leaveAll(): void {
    this.#waiting.length = 0;
  }

  #admit(entry: Waiting): void {
    if (this.#waiting.length >= this.options.waiting) {
      const victim = entry.event.kind === "event" ? entry : this.#takeNewestEvent() ?? entry;
      victim.settle(drops.full);
      if (victim === entry) return;
    }
    this.#waiting.push(entry);
  }

  #takeNewestEvent(): Waiting | undefined {
    const index = this.#waiting.findLastIndex(({ event }) => event.kind === "event");
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  async #start({ event, since, settle }: Waiting): Promise<void> {
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
