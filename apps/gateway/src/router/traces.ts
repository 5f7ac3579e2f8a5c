import type { MoveTrace } from "@flora/protocol";

/** Moves that are remembered. */
const KEPT = 1_000;

/** What became of the latest moves, newest last. */
export class MoveTraces {
  readonly #traces: MoveTrace[] = [];

  add(trace: MoveTrace): void {
    this.#traces.push(trace);
    if (this.#traces.length > KEPT) this.#traces.shift();
  }

  /** Newest first; of one guild where it is named. */
  list({ limit, guildId }: { limit: number; guildId?: string | undefined }): MoveTrace[] {
    const wanted = this.#traces.filter((trace) => guildId === undefined || trace.guildId === guildId);
    return wanted.slice(-limit).reverse();
  }
}
