/**
 * @module The byte channel between host and runner: four bytes of length (big endian), one byte of kind, payload.
 * Used by both sides, so it imports nothing.
 */
const LENGTH_BYTES = 4;
const HEADER_BYTES = LENGTH_BYTES + 1;
/** Size of the first buffer, and the most that an idle reader keeps. */
const SMALLEST_BYTES = 16 * 1024;
const KEPT_BYTES = 64 * 1024;
const encoder = new TextEncoder();

export interface Packet {
  kind: number;
  payload: Uint8Array;
}

/** A payload as bytes, text as UTF-8. */
export function toBytes(payload: string | Uint8Array): Uint8Array {
  return typeof payload === "string" ? encoder.encode(payload) : payload;
}

/** One packet, ready to be written. */
export function encodePacket(kind: number, payload: string | Uint8Array): Uint8Array {
  const body = toBytes(payload);
  const packet = new Uint8Array(HEADER_BYTES + body.byteLength);
  new DataView(packet.buffer).setUint32(0, body.byteLength + 1);
  packet[LENGTH_BYTES] = kind;
  packet.set(body, HEADER_BYTES);
  return packet;
}

/** Largest buffer that a writer keeps. */
const WRITER_KEPT_BYTES = 512 * 1024;
const OPEN = 0x5b, CLOSE = 0x5d;

/** Writes JSON lists as packets into a buffer that it keeps: a large text is copied once on its way, not time and again. */
export class ListWriter {
  #buffer = new Uint8Array(SMALLEST_BYTES);

  /** A list of values as JSON, given with a comma after each, as one packet; valid until the next call. */
  write(kind: number, values: string): Uint8Array {
    const start = HEADER_BYTES + 1;
    this.#reserve(start + values.length);
    let { read, written } = encoder.encodeInto(values, this.#buffer.subarray(start));
    if (read < values.length) {
      this.#reserve(start + values.length * 3);
      ({ read, written } = encoder.encodeInto(values, this.#buffer.subarray(start)));
    }
    const packet = this.#buffer.subarray(0, start + written);
    packet[HEADER_BYTES] = OPEN;
    packet[packet.length - 1] = CLOSE;
    packet[LENGTH_BYTES] = kind;
    new DataView(packet.buffer).setUint32(0, packet.length - LENGTH_BYTES);
    if (packet.length > WRITER_KEPT_BYTES) this.#buffer = new Uint8Array(SMALLEST_BYTES);
    return packet;
  }

  #reserve(bytes: number): void {
    if (bytes > this.#buffer.byteLength) this.#buffer = new Uint8Array(bytes);
  }
}

/** Cuts a byte stream into packets; judges an announced length before anything of that size is kept. */
export class PacketReader {
  #buffer = new Uint8Array(0);
  #start = 0;
  #end = 0;

  /** `limitBytes` may be raised or lowered while the stream runs. */
  constructor(public limitBytes: number) {}

  /** Takes a copy of the chunk; throws RangeError when the other side announces too much or nothing. */
  push(chunk: Uint8Array): void {
    if (this.#start === this.#end) this.#reset();
    this.#reserve(chunk.byteLength);
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.byteLength;
    this.#announced();
  }

  /** The next complete packet, whose payload is valid until the next push. */
  next(): Packet | undefined {
    const length = this.#announced();
    if (length === undefined || this.#end - this.#start < LENGTH_BYTES + length) return undefined;
    const kind = this.#buffer[this.#start + LENGTH_BYTES]!;
    const payload = this.#buffer.subarray(this.#start + HEADER_BYTES, this.#start + LENGTH_BYTES + length);
    this.#start += LENGTH_BYTES + length;
    return { kind, payload };
  }

  /** Starts over at the front, and gives a large buffer back. */
  #reset(): void {
    this.#start = this.#end = 0;
    if (this.#buffer.byteLength > KEPT_BYTES) this.#buffer = new Uint8Array(0);
  }

  #announced(): number | undefined {
    const { buffer, byteOffset } = this.#buffer;
    if (this.#end - this.#start < LENGTH_BYTES) return undefined;
    const length = new DataView(buffer, byteOffset + this.#start, LENGTH_BYTES).getUint32(0);
    if (length === 0 || length - 1 > this.limitBytes) {
      throw new RangeError(`Cannot read packet: ${length - 1} bytes, at most ${this.limitBytes}`);
    }
    return length;
  }

  #reserve(bytes: number): void {
    const held = this.#end - this.#start;
    if (this.#end + bytes <= this.#buffer.byteLength) return;
    const needed = held + bytes;
    const target = needed > this.#buffer.byteLength
      ? new Uint8Array(Math.max(SMALLEST_BYTES, needed + (needed >> 1)))
      : this.#buffer;
    target.set(this.#buffer.subarray(this.#start, this.#end));
    this.#buffer = target;
    this.#start = 0;
    this.#end = held;
  }
}
