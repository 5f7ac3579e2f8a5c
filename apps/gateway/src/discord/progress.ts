/** Finished events that are remembered while an older one is not; beyond that they may run again, marked. */
const REMEMBERED = 10_000;

/**
 * How far the events of one Discord session are finished, by their numbers. Only that is acknowledged: what was received but
 * not finished is repeated by Discord when somebody resumes the session, this process or the next one.
 */
export class Progress {
  /** The last that was received. */
  #last: number;
  /** Received and not finished, in order. */
  readonly #open = new Set<number>();
  /** Finished, above the oldest that is not. */
  readonly #done: Set<number>;

  constructor(sequence: number, done: Iterable<number> = []) {
    this.#last = sequence;
    this.#done = new Set(done);
  }

  /** Everything up to here is finished. */
  get sequence(): number {
    const [oldest] = this.#open;
    return oldest === undefined ? this.#last : oldest - 1;
  }

  /** What is finished besides. */
  get done(): number[] {
    const { sequence } = this;
    return [...this.#done].filter((s) => s > sequence);
  }

  /** Whether an event is new: a resume repeats some that are not. */
  take(s: number): boolean {
    if (s <= this.#last) return false;
    this.#last = s;
    return !this.#done.has(s);
  }

  /** The event is not finished before `work` has settled; without any it is already. */
  begin(s: number, work: Promise<void> | undefined): void {
    if (!work) return;
    this.#open.add(s);
    const finish = () => {
      this.#open.delete(s);
      this.#done.add(s);
      const { sequence } = this;
      for (const old of this.#done) {
        if (old > sequence && this.#done.size <= REMEMBERED) break;
        this.#done.delete(old);
      }
    };
    work.then(finish, finish);
  }
}
