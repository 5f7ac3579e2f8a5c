/** The last few of many things. */
export class Ring<T> {
  readonly #items: T[] = [];
  #next = 0;

  constructor(private readonly most: number) {}

  get size(): number {
    return this.#items.length;
  }

  /** Answers whether it grew; when full, the oldest gives way. */
  push(item: T): boolean {
    if (this.#items.length < this.most) {
      this.#items.push(item);
      return true;
    }
    this.#items[this.#next] = item;
    this.#next = (this.#next + 1) % this.most;
    return false;
  }

  /** Oldest first. */
  list(): T[] {
    return [...this.#items.slice(this.#next), ...this.#items.slice(0, this.#next)];
  }
}
