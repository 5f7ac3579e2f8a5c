import type { DispatchOutcome } from "@flora/model";
import type { GuestDispatch } from "../contract.ts";

/** Dispatches that are remembered: the timers they left behind may still call. */
const REMEMBERED = 1_000;

interface Running {
  settle(outcome: DispatchOutcome): void;
  /** By the clock of `performance`; Infinity for none, or for one that has passed. */
  dueAt: number;
  onDeadline(): void;
  cpuMs: number;
  /** Its deadline has passed: what the guest still says of it does not count. */
  late: boolean;
}

/** The dispatches that run in one isolate; each settles exactly once. */
export class RunningDispatches {
  readonly #running = new Map<string, Running>();
  /** Whether each of the last dispatches outlived its deadline, oldest first. */
  readonly #overdue = new Map<string, boolean>();
  /** One timer for all deadlines: almost none is reached, and it is cheaper to look for nothing than to set each. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ringsAt = Infinity;
  /** How many ran since the last charge. */
  #ran = 0;
  #idle = Promise.withResolvers<void>();

  get size(): number {
    return this.#running.size;
  }

  has(id: string): boolean {
    return this.#running.has(id);
  }

  /** Whether it runs and is in time. */
  live(id: string): boolean {
    return this.#running.get(id)?.late === false;
  }

  /** From now on the guest's words about it do not count, and its calls are refused. */
  markLate(id: string): void {
    const running = this.#running.get(id);
    if (!running) return;
    running.late = true;
    this.#overdue.set(id, true);
  }

  /** Whether it has been ended from outside. */
  overdue(id: string): boolean {
    return this.#overdue.get(id) === true;
  }

  /** Whether it ran here at all, as far as remembered. */
  known(id: string): boolean {
    return this.#overdue.has(id);
  }

  /** `onDeadline` is called once if it still runs then. */
  start(dispatch: GuestDispatch, onDeadline: () => void): Promise<DispatchOutcome> {
    const { promise, resolve } = Promise.withResolvers<DispatchOutcome>();
    if (this.#running.size === 0) this.#idle = Promise.withResolvers<void>();
    this.#ran++;
    this.#overdue.delete(dispatch.id);
    this.#overdue.set(dispatch.id, false);
    if (this.#overdue.size > REMEMBERED) this.#overdue.delete(this.#overdue.keys().next().value!);
    const dueAt = dispatch.timeoutMs > 0 ? performance.now() + dispatch.timeoutMs : Infinity;
    this.#running.set(dispatch.id, { settle: resolve, dueAt, onDeadline, cpuMs: 0, late: false });
    this.#ringAt(dueAt);
    return promise;
  }

  settle(id: string, outcome: DispatchOutcome): void {
    const running = this.#running.get(id);
    if (!running) return;
    this.#running.delete(id);
    running.settle(outcome);
    if (this.#running.size === 0) this.#idle.resolve();
  }

  settleAll(outcome: DispatchOutcome): void {
    for (const id of [...this.#running.keys()]) this.settle(id, outcome);
    clearTimeout(this.#timer);
    this.#ringsAt = Infinity;
  }

  #ringAt(at: number): void {
    if (at >= this.#ringsAt) return;
    clearTimeout(this.#timer);
    this.#ringsAt = at;
    this.#timer = setTimeout(() => this.#ring(), Math.max(0, at - performance.now()));
  }

  #ring(): void {
    this.#ringsAt = Infinity;
    const now = performance.now();
    for (const running of this.#running.values()) {
      if (running.dueAt > now) this.#ringAt(running.dueAt);
      else {
        running.dueAt = Infinity;
        running.onDeadline();
      }
    }
  }

  /** Resolves when none runs. */
  idle(): Promise<void> {
    return this.#running.size === 0 ? Promise.resolve() : this.#idle.promise;
  }

  /**
   * Shares out the CPU time since the last call among all that ran in between, those that have ended included.
   * Returns the most that a running one has had; undefined when none ran.
   */
  charge(cpuMs: number): number | undefined {
    const ran = this.#ran;
    this.#ran = this.#running.size;
    if (ran === 0) return undefined;
    let most = 0;
    for (const running of this.#running.values()) {
      running.cpuMs += cpuMs / ran;
      most = Math.max(most, running.cpuMs);
    }
    return most;
  }
}
