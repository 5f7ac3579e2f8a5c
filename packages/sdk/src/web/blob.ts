import { toBytes } from "./bytes.ts";
import { ReadableStream } from "./streams.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

export type BlobPart = string | ArrayBuffer | ArrayBufferView | Blob;

/** Bytes with a media type. */
export class Blob {
  readonly type: string;
  /** Never changed, so that blobs may share them. */
  #bytes: Uint8Array<ArrayBuffer>;

  constructor(parts: Iterable<BlobPart> = [], { type = "" }: { type?: string } = {}) {
    const list = [...parts], [first] = list;
    this.#bytes = list.length === 1 && first instanceof Blob
      ? first.#bytes
      : joined(list.map((part) => part instanceof Blob ? part.#bytes : bytesOf(part)));
    const lower = String(type).toLowerCase();
    this.type = /^[\x20-\x7e]*$/.test(lower) ? lower : "";
  }

  /** The bytes themselves, not copied. */
  static bytesOf(blob: Blob): Uint8Array<ArrayBuffer> {
    return blob.#bytes;
  }

  get size(): number {
    return this.#bytes.length;
  }

  slice(start?: number, end?: number, type = ""): Blob {
    const part = new Blob([], { type });
    part.#bytes = this.#bytes.subarray(start, end);
    return part;
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#bytes.slice();
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#bytes.slice().buffer;
  }

  async text(): Promise<string> {
    return decodeUtf8(this.#bytes).text;
  }

  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return ReadableStream.from(this.size === 0 ? [] : [this.#bytes.slice()]);
  }
}

/** A Blob with a name. */
export class File extends Blob {
  readonly name: string;
  /** Unix milliseconds. */
  readonly lastModified: number;

  constructor(
    parts: Iterable<BlobPart>,
    name: string,
    options: { type?: string; lastModified?: number } = {},
  ) {
    super(parts, options);
    this.name = String(name);
    this.lastModified = options.lastModified ?? Date.now();
  }
}

function bytesOf(part: unknown): Uint8Array<ArrayBuffer> {
  return part instanceof ArrayBuffer || ArrayBuffer.isView(part) ? toBytes(part) : encodeUtf8(String(part));
}

/** One after the other, copied. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
