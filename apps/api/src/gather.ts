/** @module Bytes that come in pieces, kept as one: a sender of many tiny pieces costs no more than what they hold. */

const FIRST_BYTES = 4 * 1024;

export class Gather {
  #bytes = new Uint8Array(FIRST_BYTES);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(piece: Uint8Array): void {
    const size = this.#size + piece.byteLength;
    if (size > this.#bytes.byteLength) {
      const grown = new Uint8Array(Math.max(size, 2 * this.#bytes.byteLength));
      grown.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = grown;
    }
    this.#bytes.set(piece, this.#size);
    this.#size = size;
  }

  /** What there is so far; it is the caller's, and nothing is left here. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.slice(0, this.#size);
    this.#size = 0;
    return taken;
  }
}
