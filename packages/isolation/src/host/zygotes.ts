/** Pause before a spare is replaced, so that whoever took one gets the processor first. */
const REFILL_DELAY_MS = 20;

/** Keeps a few booted guests of one kind that wait to be adopted. */
export class Zygotes<T> {
  readonly #ready: T[] = [];
  #wanted: number;
  #booting: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `boot` is told whether somebody waits for it, and may reject; then refilling rests until one is taken again. */
  constructor(wanted: number, private readonly boot: (urgent: boolean) => Promise<T>) {
    this.#wanted = wanted;
  }

  /** Those that wait. */
  get ready(): readonly T[] {
    return this.#ready;
  }

  /** A spare, if one is ready; it is replaced in the background. */
  take(): T | undefined {
    const spare = this.#ready.shift();
    this.refill();
    return spare;
  }

  /** Drops one that has ended while it waited. */
  discard(guest: T): void {
    const at = this.#ready.indexOf(guest);
    if (at >= 0) this.#ready.splice(at, 1);
  }

  /** Keeps no more; returns those that waited once none is being booted. */
  async close(): Promise<T[]> {
    this.#wanted = 0;
    clearTimeout(this.#timer);
    await this.#booting;
    return this.#ready.splice(0);
  }

  /** Starts to boot what is missing. */
  refill(): void {
    if (this.#timer !== undefined || this.#booting || this.#ready.length >= this.#wanted) return;
    this.#timer = setTimeout(() => void this.#replenish(false), REFILL_DELAY_MS);
  }

  /** Boots what is missing now; resolves when nothing is, or cannot be booted. */
  replenish(): Promise<void> {
    return this.#replenish(true);
  }

  #replenish(urgent: boolean): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#booting ??= this.#bootMissing(urgent).finally(() => this.#booting = undefined);
  }

  async #bootMissing(urgent: boolean): Promise<void> {
    try {
      while (this.#ready.length < this.#wanted) this.#ready.push(await this.boot(urgent));
    } catch {
      // A guild that needs a guest boots its own and reports why that fails.
    }
  }
}
