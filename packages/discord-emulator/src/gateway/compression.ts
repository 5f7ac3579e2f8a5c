import { constants, createDeflate } from "node:zlib";

/** Turns the texts of one socket into the binary messages of one compressed stream, in order. */
export class ZlibStream {
  readonly #deflate = createDeflate({ chunkSize: 65_535 });
  #chunks: Uint8Array[] = [];
  #queue: Promise<void> = Promise.resolve();

  constructor() {
    this.#deflate.on("data", (chunk: Uint8Array) => this.#chunks.push(chunk));
  }

  /** Compresses one text up to a sync flush and hands the bytes over. */
  send(text: string, deliver: (bytes: Uint8Array) => void): void {
    this.#queue = this.#queue.then(() =>
      new Promise((resolve) => {
        this.#deflate.write(text);
        this.#deflate.flush(constants.Z_SYNC_FLUSH, () => {
          deliver(concat(this.#chunks));
          this.#chunks = [];
          resolve();
        });
      })
    );
  }

  /** Gives the stream's memory back. */
  close(): void {
    this.#deflate.destroy();
  }
}

function concat(chunks: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
