import { ControlError } from "@flora/model";

/** How many answers that go on (log tails, exports) one caller may hold open. */
export class OpenStreams {
  readonly #open = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** The answer is to be called once when the stream ends, again does no harm; throws RATE_LIMITED. */
  enter(caller: string): () => void {
    const open = this.#open.get(caller) ?? 0;
    if (open >= this.most) {
      throw new ControlError("RATE_LIMITED", `Cannot open a stream: ${open} are open, at most ${this.most}`, {
        retryAfterMs: 1_000,
      });
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
