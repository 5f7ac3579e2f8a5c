import { ControlError, type DispatchEvent, type Generation } from "@flora/model";
import { type Link, LinkClosedError, type Methods, type workerMethods } from "@flora/protocol";
import type { z } from "zod";

export type WorkerMethods = typeof workerMethods;
export type Outcome = z.output<WorkerMethods["dispatch"]["result"]>;

/** A worker that has not taken this much of what was sent to it gets no more events until it has. */
const BEHIND_BYTES = 1024 * 1024;

/** A worker that leaves a ping unanswered for this long is silent. Milliseconds. */
const SILENT_MS = 1_000;

/** One worker as the gateway sees it. Calls reject with LinkClosedError once the worker is gone. */
export class WorkerLink {
  #running = 0;
  /** When the ping that it has not answered was sent, by the clock of `performance`. */
  #askedAt: number | undefined;

  constructor(
    readonly name: string,
    readonly pid: number,
    private readonly link: Link<WorkerMethods, Methods>,
  ) {}

  get closed(): Promise<void> {
    return this.link.closed;
  }

  /** How many events it was given whose handlers have not ended. */
  get running(): number {
    return this.#running;
  }

  /** Bytes sent to it that it has not taken. */
  get backlogBytes(): number {
    return this.link.backlogBytes;
  }

  /** Whether it takes frames more slowly than they come. */
  get behind(): boolean {
    return this.backlogBytes > BEHIND_BYTES;
  }

  /** Calls back each time it has caught up. */
  onCaughtUp(callback: () => void): void {
    this.link.onDrain(callback);
  }

  /** Answers when the handlers have ended; a worker that refuses the frame counts as one that dropped it. */
  async dispatch(event: DispatchEvent, generation: Generation, lease: Generation): Promise<Outcome> {
    this.#running++;
    try {
      return await this.link.call("dispatch", { event, generation, lease });
    } catch (error) {
      if (error instanceof LinkClosedError) throw error;
      return { status: "dropped", reason: (error as Error).message, why: "flora-failed" };
    } finally {
      this.#running--;
    }
  }

  call<K extends Exclude<keyof WorkerMethods, "dispatch"> & string>(
    method: K,
    params: z.input<WorkerMethods[K]["params"]>,
    timeoutMs: number,
  ): Promise<z.output<WorkerMethods[K]["result"]>> {
    return withTimeout(this.link.call(method, params), timeoutMs, `${this.name} to ${method}`);
  }

  /** Asks whether it is there; rejects with ControlError UNAVAILABLE where it is not. */
  async ping(timeoutMs: number): Promise<void> {
    this.#askedAt ??= performance.now();
    await this.call("ping", {}, timeoutMs);
    this.#askedAt = undefined;
  }

  /** Whether it has left a ping unanswered for too long. */
  get silent(): boolean {
    return this.#askedAt !== undefined && performance.now() - this.#askedAt > SILENT_MS;
  }

  close(): void {
    this.link.close();
  }

  /** Ends the link at once, whatever the other side does. */
  cut(): void {
    this.link.destroy();
  }
}

/** Rejects with ControlError UNAVAILABLE when the answer takes too long; 0 waits for ever. */
export function withTimeout<T>(answer: Promise<T>, timeoutMs: number, what: string): Promise<T> {
  if (timeoutMs === 0) return answer;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new ControlError("UNAVAILABLE", `Cannot wait for ${what}: no answer within ${timeoutMs} ms`));
    }, timeoutMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
