/** @module A body in parts of bounded size, with true secret values taken out also where two parts meet. */
import { Buffer } from "node:buffer";
import { within } from "@flora/model/within";
import type { ByteScrubber, EgressPart } from "../contract.ts";

/** About what one part holds; small beside a frame. */
const PART_BYTES = 256 * 1024;

export class Parts {
  readonly #iterator: AsyncIterator<Uint8Array>;
  /** The chunk that is being waited for; kept when a part ends before it comes. */
  #next: Promise<IteratorResult<Uint8Array>> | undefined;

  constructor(source: AsyncIterable<Uint8Array>, private readonly scrubber: ByteScrubber) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  /**
   * The next part, which ends when it is full, with the body, or after `withinMs` with whatever has come, also nothing;
   * for 0 with what comes first.
   */
  async take(withinMs: number): Promise<EgressPart> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    const part = (more: boolean) => ({ body: Buffer.concat(chunks), more });
    const endsAt = withinMs > 0 ? performance.now() + withinMs : Infinity;
    while (bytes < PART_BYTES) {
      const leftMs = withinMs === 0 && bytes > 0 ? 0 : Math.max(0, endsAt - performance.now());
      const next = await this.#soon(leftMs);
      if (!next) return part(true);
      const clean = next.done ? this.scrubber.end() : this.scrubber.push(next.value);
      chunks.push(clean);
      bytes += clean.byteLength;
      if (next.done) return part(false);
    }
    return part(true);
  }

  /** The next chunk; undefined where it does not come in time. */
  async #soon(ms: number): Promise<IteratorResult<Uint8Array> | undefined> {
    this.#next ??= this.#iterator.next();
    // A chunk that comes too late may fail while nobody waits for it: whoever takes the next part is told.
    this.#next.catch(() => {});
    const found = await (ms === Infinity ? this.#next : within(ms, this.#next));
    if (found) this.#next = undefined;
    return found;
  }
}
