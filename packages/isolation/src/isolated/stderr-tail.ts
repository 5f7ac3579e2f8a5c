/** Bytes kept from the start and from the end: V8 dumps many kilobytes when it dies, the reason at either end. */
const KEPT_BYTES = 4096;

/** Reads a process's stderr to its end and keeps little of it. */
export class StderrTail {
  #head = "";
  #tail = "";
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly ended: Promise<void>;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
    // What cannot be read any more has ended, too.
    this.ended = this.#drain().catch(() => {});
  }

  get text(): string {
    return this.#head + this.#tail;
  }

  /** Stops reading, whoever still holds the other end. */
  async cancel(): Promise<void> {
    await this.#reader.cancel();
  }

  async #drain(): Promise<void> {
    const decoder = new TextDecoder();
    for (let chunk = await this.#reader.read(); !chunk.done; chunk = await this.#reader.read()) {
      let text = decoder.decode(chunk.value, { stream: true });
      const room = KEPT_BYTES - this.#head.length;
      this.#head += text.slice(0, room);
      text = text.slice(room);
      this.#tail = (this.#tail + text).slice(-KEPT_BYTES);
    }
  }
}
