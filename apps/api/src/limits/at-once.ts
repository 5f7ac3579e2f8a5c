import { ControlError } from "@flora/model";

/** How many of what takes long (log tails, exports, uploads) one caller may have under way. */
export class AtOnce {
  readonly #open = new Map<string, number>();

  /** `things`: what they are called, such as `uploads`. */
  constructor(private readonly most: number, private readonly things: string) {}

  /** Throws RATE_LIMITED, or as the task does. */
  async run<T>(caller: string, task: () => Promise<T>): Promise<T> {
    const leave = this.enter(caller);
    try {
      return await task();
    } finally {
      leave();
    }
  }

  /** The answer is to be called once when it ends, again does no harm; throws RATE_LIMITED. */
  enter(caller: string): () => void {
    const open = this.#open.get(caller) ?? 0;
    if (open >= this.most) {
      throw new ControlError(
        "RATE_LIMITED",
        `Cannot begin: ${open} ${this.things} are under way, at most ${this.most}`,
        { retryAfterMs: 1_000 },
      );
    }
    this.#open.set(caller, open + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const now = this.#open.get(caller)! - 1;
      if (now === 0) this.#open.delete(caller);
      else this.#open.set(caller, now);
    };
  }
}
