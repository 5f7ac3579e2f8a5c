/** A promise settled from outside, at most once, with a timer that goes away when it settles. */
export class Deferred<T> {
  readonly promise: Promise<T>;
  #resolve: (value: T) => void;
  #reject: (error: Error) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #settled = false;

  constructor() {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.promise = promise;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  resolve(value: T): void {
    this.#settle(() => this.#resolve(value));
  }

  reject(error: Error): void {
    this.#settle(() => this.#reject(error));
  }

  /** Calls `late` unless it has settled by then. */
  after(ms: number, late: () => void): void {
    if (!this.#settled) this.#timer = setTimeout(late, ms);
  }

  #settle(how: () => void): void {
    this.#settled = true;
    clearTimeout(this.#timer);
    how();
  }
}
