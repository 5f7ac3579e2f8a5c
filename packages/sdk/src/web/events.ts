/** @module Events and their targets, as far as AbortSignal and scripts of their own need them: no tree, no phases. */

export class Event {
  readonly type: string;
  readonly cancelable: boolean;
  readonly timeStamp: number = Date.now();
  target: EventTarget | null = null;
  #prevented = false;
  #stopped = false;

  constructor(type: string, { cancelable = false }: { cancelable?: boolean } = {}) {
    this.type = String(type);
    this.cancelable = cancelable;
  }

  get currentTarget(): EventTarget | null {
    return this.target;
  }

  get defaultPrevented(): boolean {
    return this.#prevented;
  }

  get immediateStopped(): boolean {
    return this.#stopped;
  }

  preventDefault(): void {
    if (this.cancelable) this.#prevented = true;
  }

  stopImmediatePropagation(): void {
    this.#stopped = true;
  }
}

type Listener = ((event: Event) => unknown) | { handleEvent(event: Event): unknown };
interface Registration {
  listener: Listener;
  once: boolean;
}
interface ListenOptions {
  once?: boolean;
  signal?: EventTarget & { aborted: boolean };
}

export class EventTarget {
  readonly #listeners = new Map<string, Registration[]>();

  addEventListener(type: string, listener: Listener | null, options: boolean | ListenOptions = {}): void {
    if (listener === null) return;
    const { once = false, signal } = typeof options === "object" ? options : {};
    if (signal?.aborted) return;
    const list = this.#listeners.get(type) ?? [];
    if (list.some((known) => known.listener === listener)) return;
    this.#listeners.set(type, [...list, { listener, once }]);
    signal?.addEventListener("abort", () => this.removeEventListener(type, listener), { once: true });
  }

  removeEventListener(type: string, listener: Listener | null): void {
    const list = this.#listeners.get(type);
    if (list) this.#listeners.set(type, list.filter((known) => known.listener !== listener));
  }

  /** False where a listener prevented the default. A listener that throws fails alone, as a rejection nobody handled. */
  dispatchEvent(event: Event): boolean {
    event.target = this;
    for (const { listener, once } of this.#listeners.get(event.type) ?? []) {
      if (once) this.removeEventListener(event.type, listener);
      try {
        if (typeof listener === "function") listener.call(this, event);
        else listener.handleEvent(event);
      } catch (error) {
        void Promise.reject(error);
      }
      if (event.immediateStopped) break;
    }
    return !event.defaultPrevented;
  }
}
