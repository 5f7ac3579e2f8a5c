import { setTimeout } from "../runtime/timers.ts";
import { DOMException } from "./dom-exception.ts";
import { Event, EventTarget } from "./events.ts";

const internal = Symbol("AbortSignal");
let abortSignal: (signal: AbortSignal, reason: unknown) => void;

export class AbortSignal extends EventTarget {
  onabort: ((event: Event) => unknown) | null = null;
  #aborted = false;
  #reason: unknown;

  static {
    abortSignal = (signal, reason) => signal.#abort(reason);
  }

  constructor(key?: symbol) {
    super();
    if (key !== internal) throw new TypeError("An AbortSignal is made by an AbortController");
  }

  static abort(reason?: unknown): AbortSignal {
    const signal = new AbortSignal(internal);
    signal.#abort(reason);
    return signal;
  }

  static timeout(milliseconds: number): AbortSignal {
    const signal = new AbortSignal(internal);
    setTimeout(
      () => signal.#abort(new DOMException("The operation timed out", "TimeoutError")),
      milliseconds,
    );
    return signal;
  }

  static any(signals: Iterable<AbortSignal>): AbortSignal {
    const any = new AbortSignal(internal);
    for (const signal of signals) {
      if (signal.aborted) {
        any.#abort(signal.reason);
        break;
      }
      signal.addEventListener("abort", () => any.#abort(signal.reason), { once: true });
    }
    return any;
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason;
  }

  #abort(reason: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason ?? new DOMException("The operation was aborted", "AbortError");
    const event = new Event("abort");
    this.onabort?.(event);
    this.dispatchEvent(event);
  }
}

export class AbortController {
  readonly signal: AbortSignal = new AbortSignal(internal);

  abort(reason?: unknown): void {
    abortSignal(this.signal, reason);
  }
}
