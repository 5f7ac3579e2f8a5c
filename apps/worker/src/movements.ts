/** Does one thing at a time, in the order asked; `settled` is called whenever nothing is left to do. */
export class Movements {
  #left = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly settled: () => void) {}

  get busy(): boolean {
    return this.#left > 0;
  }

  /** Settles as `work` does. */
  add<T>(work: () => Promise<T>): Promise<T> {
    this.#left++;
    const result = this.#last.then(work);
    this.#last = result.then(() => undefined, () => undefined).then(() => {
      if (--this.#left === 0) this.settled();
    });
    return result;
  }
}
