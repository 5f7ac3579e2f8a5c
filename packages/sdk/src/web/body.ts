/** @module What Request and Response share: a body that can be read once, whole or in pieces. */
import { URLSearchParams } from "whatwg-url-minimum";
import { Blob, joined } from "./blob.ts";
import { toBytes } from "./bytes.ts";
import { encodeForm, FormData } from "./form-data.ts";
import type { Headers } from "./headers.ts";
import { ReadableStream } from "./streams.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export type BodyInput =
  | string
  | ArrayBuffer
  | ArrayBufferView
  | Blob
  | FormData
  | URLSearchParams
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | null;

/** A body that is still with the host. */
export interface RemoteBody {
  /** The next piece, with `whole` a large one; undefined at the end. */
  next(whole: boolean): Promise<Bytes | undefined>;
  /** Nobody reads on. */
  cancel(): void;
}

export type BodyContent = Bytes | RemoteBody | ReadableStream<Uint8Array>;

const READ_ALREADY = "The body has been read already";

export abstract class Body {
  abstract readonly headers: Headers;
  readonly #content: BodyContent | null;
  /** Made when a script asks for it: most bodies are read whole. */
  #stream: ReadableStream<Uint8Array> | null = null;
  #used = false;

  constructor(content: BodyContent | null) {
    this.#content = content;
    if (content instanceof ReadableStream) this.#stream = content;
  }

  /** The body in pieces, as they come. */
  get body(): ReadableStream<Uint8Array> | null {
    if (this.#content === null || this.#content instanceof ReadableStream) return this.#stream;
    return this.#stream ??= streamOf(this.#content, () => this.#used = true);
  }

  get bodyUsed(): boolean {
    return this.#used || this.#stream !== null && ReadableStream.isDisturbed(this.#stream);
  }

  /** The body for another holder; TypeError once it has been read. */
  protected share(): BodyContent | null {
    this.#check();
    if (this.#content === null || this.#content instanceof Uint8Array) return this.#content;
    const [own, other] = this.body!.tee();
    this.#stream = own;
    return other;
  }

  async bytes(): Promise<Bytes> {
    this.#check();
    const content = this.#content;
    if (content === null) return new Uint8Array(0);
    const stream = this.#stream;
    this.#used = true;
    if (stream === null && content instanceof Uint8Array) return content;
    const pieces: Uint8Array[] = [];
    if (stream === null) {
      const remote = content as RemoteBody;
      for (let piece = await remote.next(true); piece; piece = await remote.next(true)) pieces.push(piece);
    } else {
      for await (const piece of stream) pieces.push(checked(piece));
    }
    return pieces.length === 1 ? pieces[0] as Bytes : joined(pieces);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer, byteOffset, byteLength } = await this.bytes();
    return buffer.slice(byteOffset, byteOffset + byteLength);
  }

  async blob(): Promise<Blob> {
    return new Blob([await this.bytes()], { type: this.headers.get("content-type") ?? "" });
  }

  async text(): Promise<string> {
    const { text } = decodeUtf8(await this.bytes());
    return text.startsWith("\ufeff") ? text.slice(1) : text;
  }

  // deno-lint-ignore no-explicit-any -- as the standard types it
  async json(): Promise<any> {
    return JSON.parse(await this.text());
  }

  #check(): void {
    if (this.bodyUsed || this.#stream?.locked) throw new TypeError(READ_ALREADY);
  }
}

function streamOf(content: Bytes | RemoteBody, onRead: () => void): ReadableStream<Uint8Array> {
  if (content instanceof Uint8Array) {
    return ReadableStream.from(function* () {
      onRead();
      if (content.length > 0) yield content;
    }());
  }
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = await content.next(false);
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
    cancel: () => content.cancel(),
  }, { highWaterMark: 0 });
}

function checked(piece: unknown): Uint8Array {
  if (piece instanceof Uint8Array) return piece;
  throw new TypeError("A body's stream must give Uint8Arrays");
}

/** What a script gave as body, and the content type it implies. */
export function readBody(input: unknown): { content: BodyContent | null; type?: string } {
  if (input === undefined || input === null) return { content: null };
  if (input instanceof URLSearchParams) {
    return { content: encodeUtf8(String(input)), type: "application/x-www-form-urlencoded;charset=UTF-8" };
  }
  if (input instanceof FormData) {
    const { bytes, type } = encodeForm(input);
    return { content: bytes, type };
  }
  if (input instanceof Blob) {
    return { content: Blob.bytesOf(input).slice(), ...(input.type === "" ? {} : { type: input.type }) };
  }
  if (input instanceof ReadableStream) {
    if (input.locked || ReadableStream.isDisturbed(input)) {
      throw new TypeError("The stream is in use already");
    }
    return { content: input };
  }
  if (input instanceof ArrayBuffer || ArrayBuffer.isView(input)) return { content: toBytes(input).slice() };
  if (typeof input === "object" && Symbol.asyncIterator in input) {
    return { content: ReadableStream.from(input as AsyncIterable<Uint8Array>) };
  }
  return { content: encodeUtf8(String(input)), type: "text/plain;charset=UTF-8" };
}
