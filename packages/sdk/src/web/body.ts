/** @module What Request and Response share: a body that is whole in memory and can be read once. */
import { URLSearchParams } from "whatwg-url-minimum";
import { toBytes } from "./bytes.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

export type BodyInput = string | ArrayBuffer | ArrayBufferView | URLSearchParams | null;

export class Body {
  #bytes: Uint8Array<ArrayBuffer> | null;
  #used = false;

  constructor(bytes: Uint8Array<ArrayBuffer> | null) {
    this.#bytes = bytes;
  }

  get bodyUsed(): boolean {
    return this.#used;
  }

  /** The body for another holder; TypeError once it has been read. */
  protected share(): Uint8Array<ArrayBuffer> | null {
    if (this.#used) throw new TypeError("The body has been read already");
    return this.#bytes;
  }

  // deno-lint-ignore require-await -- a body that has been read rejects rather than throws
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = this.share();
    this.#used = bytes !== null;
    return bytes ?? new Uint8Array(0);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer, byteOffset, byteLength } = await this.bytes();
    return buffer.slice(byteOffset, byteOffset + byteLength);
  }

  async text(): Promise<string> {
    const { text } = decodeUtf8(await this.bytes());
    return text.startsWith("\ufeff") ? text.slice(1) : text;
  }

  // deno-lint-ignore no-explicit-any -- as the standard types it
  async json(): Promise<any> {
    return JSON.parse(await this.text());
  }
}

/** Bytes of what a script gave as body, and the content type they imply. */
export function readBody(input: unknown): { bytes: Uint8Array<ArrayBuffer> | null; type?: string } {
  if (input === undefined || input === null) return { bytes: null };
  if (input instanceof URLSearchParams) {
    return { bytes: encodeUtf8(String(input)), type: "application/x-www-form-urlencoded;charset=UTF-8" };
  }
  if (input instanceof ArrayBuffer || ArrayBuffer.isView(input)) return { bytes: toBytes(input).slice() };
  return { bytes: encodeUtf8(String(input)), type: "text/plain;charset=UTF-8" };
}
