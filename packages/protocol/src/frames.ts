import { Buffer } from "node:buffer";

/** A frame is four bytes of length (big endian) and that many bytes of UTF-8 JSON. */
const HEADER_BYTES = 4;

/** A frame larger than the channel carries; where it was announced by the other side, nothing behind it can be read. */
export class FrameTooLargeError extends Error {
  constructor(readonly bytes: number, readonly limitBytes: number) {
    super(`Cannot carry frame: ${bytes} bytes, at most ${limitBytes}`);
    this.name = "FrameTooLargeError";
  }
}

/** Frames text that is JSON already; throws FrameTooLargeError. */
export function encodeFrame(json: string, limitBytes: number): Uint8Array {
  const length = Buffer.byteLength(json);
  if (length > limitBytes) throw new FrameTooLargeError(length, limitBytes);
  const frame = Buffer.allocUnsafe(HEADER_BYTES + length);
  frame.writeUInt32BE(length, 0);
  frame.write(json, HEADER_BYTES);
  return frame;
}

/**
 * Cuts a byte stream into frame texts. The announced length is judged before anything of that size is kept,
 * because the sender may be hostile.
 */
export class FrameDecoder {
  #chunks: Buffer[] = [];
  #buffered = 0;

  constructor(private readonly limitBytes: number) {}

  /** The complete frames that this chunk finished; throws FrameTooLargeError, after which the stream is lost. */
  push(chunk: Uint8Array): string[] {
    this.#chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#buffered += chunk.byteLength;
    const frames: string[] = [];
    for (;;) {
      if (this.#buffered < HEADER_BYTES) return frames;
      const length = this.#head(HEADER_BYTES).readUInt32BE(0);
      if (length > this.limitBytes) throw new FrameTooLargeError(length, this.limitBytes);
      if (this.#buffered < HEADER_BYTES + length) return frames;
      const whole = this.#head(HEADER_BYTES + length);
      frames.push(whole.toString("utf8", HEADER_BYTES, HEADER_BYTES + length));
      const rest = whole.subarray(HEADER_BYTES + length);
      this.#chunks.shift();
      if (rest.byteLength > 0) this.#chunks.unshift(rest);
      this.#buffered -= HEADER_BYTES + length;
    }
  }

  /** Makes the first chunk hold at least `bytes`, joining only what that needs. */
  #head(bytes: number): Buffer {
    const first = this.#chunks[0]!;
    if (first.byteLength >= bytes) return first;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}
