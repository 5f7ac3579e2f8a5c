/** @module Streams that are read, as far as bodies need them: one queue of chunks, filled as they are asked for. */

export interface StreamSource<T> {
  start?(controller: StreamController<T>): unknown;
  /** Asked for the next chunk; not again before it has settled. */
  pull?(controller: StreamController<T>): unknown;
  cancel?(reason: unknown): unknown;
}

export interface StreamController<T> {
  readonly desiredSize: number | null;
  enqueue(chunk: T): void;
  close(): void;
  error(reason?: unknown): void;
}

type Read<T> = { done: false; value: T } | { done: true; value: undefined };
const over: Read<never> = { done: true, value: undefined };

export class ReadableStream<T = unknown> {
  readonly #source: StreamSource<T>;
  readonly #ahead: number;
  readonly #controller: StreamController<T>;
  #queue: T[] = [];
  #waiting: { resolve(read: Read<T>): void; reject(reason: unknown): void }[] = [];
  #state: "readable" | "closing" | "closed" | "errored" = "readable";
  #reason: unknown;
  #pulling = true;
  #reader: StreamReader<T> | undefined;
  #disturbed = false;
  readonly #end = Promise.withResolvers<void>();

  constructor(source: StreamSource<T> = {}, { highWaterMark = 1 }: { highWaterMark?: number } = {}) {
    this.#source = source;
    this.#ahead = highWaterMark;
    this.#end.promise.catch(() => {});
    const desired = () => this.#desiredSize;
    this.#controller = {
      get desiredSize() {
        return desired();
      },
      enqueue: (chunk) => this.#enqueue(chunk),
      close: () => this.#close(),
      error: (reason) => this.#fail(reason),
    };
    this.#after(source.start?.(this.#controller));
  }

  /** A stream of what an iterable gives. */
  static from<T>(iterable: Iterable<T> | AsyncIterable<T>): ReadableStream<T> {
    const iterator = Symbol.asyncIterator in iterable
      ? iterable[Symbol.asyncIterator]()
      : iterable[Symbol.iterator]();
    return new ReadableStream<T>({
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(await value);
      },
      cancel: async (reason) => void await iterator.return?.(reason),
    }, { highWaterMark: 0 });
  }

  /** Whether anything was ever read of a stream or it was cancelled. */
  static isDisturbed(stream: ReadableStream): boolean {
    return stream.#disturbed;
  }

  get locked(): boolean {
    return this.#reader !== undefined;
  }

  getReader(): StreamReader<T> {
    if (this.#reader) throw new TypeError("The stream is locked to a reader");
    const reader: StreamReader<T> = {
      closed: this.#end.promise,
      read: () => {
        if (this.#reader !== reader) return Promise.reject(new TypeError("The reader was released"));
        return this.#read();
      },
      cancel: (reason) => this.#cancel(reason),
      releaseLock: () => {
        if (this.#reader === reader) this.#reader = undefined;
      },
    };
    return this.#reader = reader;
  }

  async cancel(reason?: unknown): Promise<void> {
    if (this.#reader) throw new TypeError("The stream is locked to a reader");
    await this.#cancel(reason);
  }

  /** Two streams of the same chunks; what one has not read yet is kept for it. */
  tee(): [ReadableStream<T>, ReadableStream<T>] {
    const reader = this.getReader();
    const controllers: StreamController<T>[] = [];
    let cancelled = 0;
    const branch = () => {
      let mine: StreamController<T>;
      return new ReadableStream<T>({
        start: (controller) => void controllers.push(mine = controller),
        pull: async () => {
          const { done, value } = await reader.read();
          for (const one of controllers) {
            if (done) one.close();
            else one.enqueue(value);
          }
        },
        cancel: async (reason) => {
          controllers.splice(controllers.indexOf(mine), 1);
          if (++cancelled === 2) await reader.cancel(reason);
        },
      }, { highWaterMark: 0 });
    };
    const branches: [ReadableStream<T>, ReadableStream<T>] = [branch(), branch()];
    reader.closed.catch((reason) => controllers.forEach((one) => one.error(reason)));
    return branches;
  }

  async *values({ preventCancel = false } = {}): AsyncGenerator<T, void> {
    const reader = this.getReader();
    let ended = false;
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
      ended = true;
    } finally {
      if (!ended && !preventCancel) await this.#cancel(undefined).catch(() => {});
      reader.releaseLock();
    }
  }

  [Symbol.asyncIterator](options?: { preventCancel?: boolean }): AsyncGenerator<T, void> {
    return this.values(options);
  }

  get #desiredSize(): number | null {
    if (this.#state === "errored") return null;
    return this.#state === "closed" ? 0 : this.#ahead - this.#queue.length;
  }

  #read(): Promise<Read<T>> {
    this.#disturbed = true;
    if (this.#state === "errored") return Promise.reject(this.#reason);
    if (this.#queue.length > 0) {
      const value = this.#queue.shift()!;
      this.#settle();
      this.#pull();
      return Promise.resolve({ done: false, value });
    }
    if (this.#state === "closed") return Promise.resolve(over);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#pull();
    });
  }

  #pull(): void {
    if (this.#pulling || this.#state !== "readable") return;
    if (this.#waiting.length === 0 && this.#queue.length >= this.#ahead) return;
    const { pull } = this.#source;
    if (!pull) return;
    this.#pulling = true;
    this.#after((async () => await pull.call(this.#source, this.#controller))());
  }

  /** Goes on pulling when what the source does now has settled. */
  #after(work: unknown): void {
    Promise.resolve(work).then(() => {
      this.#pulling = false;
      this.#pull();
    }, (reason) => this.#fail(reason));
  }

  #enqueue(chunk: T): void {
    if (this.#state !== "readable") throw new TypeError("The stream takes no more chunks");
    const first = this.#waiting.shift();
    if (first) first.resolve({ done: false, value: chunk });
    else this.#queue.push(chunk);
  }

  #close(): void {
    if (this.#state !== "readable") throw new TypeError("The stream has been closed");
    this.#state = "closing";
    this.#settle();
  }

  #settle(): void {
    if (this.#state !== "closing" || this.#queue.length > 0) return;
    this.#state = "closed";
    this.#end.resolve();
    for (const { resolve } of this.#waiting.splice(0)) resolve(over);
  }

  #fail(reason: unknown): void {
    if (this.#state !== "readable" && this.#state !== "closing") return;
    this.#state = "errored";
    this.#reason = reason;
    this.#queue = [];
    this.#end.reject(reason);
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
  }

  async #cancel(reason: unknown): Promise<void> {
    this.#disturbed = true;
    if (this.#state === "errored") throw this.#reason;
    if (this.#state === "closed") return;
    this.#queue = [];
    this.#state = "closing";
    this.#settle();
    await this.#source.cancel?.(reason);
  }
}

export interface StreamReader<T> {
  readonly closed: Promise<void>;
  read(): Promise<Read<T>>;
  cancel(reason?: unknown): Promise<void>;
  releaseLock(): void;
}
