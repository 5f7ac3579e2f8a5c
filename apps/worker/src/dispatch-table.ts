import type { OpRefusal, WebhookAnswer } from "@flora/model";
import { MOST_REFUSALS } from "@flora/protocol";

/** Ended dispatches that are remembered: their timers may still call ops and print. */
const REMEMBERED = 1_000;

/** The dispatches one isolate was given: which run, what they are called, which were ended by their deadline. */
export class DispatchTable {
  #running = new Set<string>();
  #events = new Map<string, string>();
  #traces = new Map<string, string>();
  #late = new Set<string>();
  #answers = new Map<string, WebhookAnswer>();
  #refusals = new Map<string, OpRefusal[]>();
  #idle: PromiseWithResolvers<void> | undefined;

  get running(): number {
    return this.#running.size;
  }

  begin(id: string, event: string, trace?: string): void {
    this.#running.add(id);
    this.#late.delete(id);
    this.#events.set(id, event);
    dropOldest(this.#events);
    if (trace === undefined) return;
    this.#traces.set(id, trace);
    dropOldest(this.#traces);
  }

  end(id: string, late: boolean): void {
    this.#running.delete(id);
    this.#answers.delete(id);
    this.#refusals.delete(id);
    if (this.#running.size === 0) {
      this.#idle?.resolve();
      this.#idle = undefined;
    }
    if (!late) return;
    this.#late.add(id);
    dropOldest(this.#late);
  }

  /** What a running dispatch answers to whoever waits for its end. */
  answer(id: string, answer: WebhookAnswer): void {
    if (this.#running.has(id)) this.#answers.set(id, answer);
  }

  answerOf(id: string): WebhookAnswer | undefined {
    return this.#answers.get(id);
  }

  /** A call of a running dispatch was refused; the first few are remembered. */
  refuse(id: string, refusal: OpRefusal): void {
    if (!this.#running.has(id)) return;
    const refusals = this.#refusals.get(id);
    if (!refusals) this.#refusals.set(id, [refusal]);
    else if (refusals.length < MOST_REFUSALS) refusals.push(refusal);
  }

  refusalsOf(id: string): OpRefusal[] | undefined {
    return this.#refusals.get(id);
  }

  /** Resolves when no dispatch runs. */
  whenIdle(): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve();
    return (this.#idle ??= Promise.withResolvers<void>()).promise;
  }

  /** False for a dispatch that outlived its deadline; what a handler left behind in time goes on. */
  mayCall(id: string): boolean {
    return !this.#late.has(id);
  }

  /** The span of its turn, for what it still calls. */
  traceOf(id: string): string | undefined {
    return this.#traces.get(id);
  }

  eventOf(id: string): string | undefined {
    return this.#events.get(id);
  }
}

function dropOldest(table: Map<string, unknown> | Set<string>): void {
  if (table.size <= REMEMBERED) return;
  const [oldest] = table.keys();
  table.delete(oldest!);
}
