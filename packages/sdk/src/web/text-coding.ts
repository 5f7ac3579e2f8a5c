import { decodeUtf8, encodeUtf8 } from "./utf8.ts";
import { toBytes } from "./bytes.ts";

export class TextEncoder {
  readonly encoding = "utf-8";

  encode(text = ""): Uint8Array<ArrayBuffer> {
    return encodeUtf8(String(text));
  }

  encodeInto(text: string, target: Uint8Array): { read: number; written: number } {
    let read = 0, written = 0;
    for (const character of String(text)) {
      const bytes = encodeUtf8(character);
      if (written + bytes.length > target.length) break;
      target.set(bytes, written);
      written += bytes.length;
      read += character.length;
    }
    return { read, written };
  }
}

const UTF8_LABELS = ["utf-8", "utf8", "unicode-1-1-utf-8"];

/** UTF-8 only; other encodings are refused with a RangeError. */
export class TextDecoder {
  readonly encoding = "utf-8";
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;
  #rest: Uint8Array = new Uint8Array(0);
  #started = false;

  constructor(label = "utf-8", { fatal = false, ignoreBOM = false } = {}) {
    if (!UTF8_LABELS.includes(String(label).trim().toLowerCase())) {
      throw new RangeError(`The encoding ${label} is not supported, only utf-8 is`);
    }
    this.fatal = fatal;
    this.ignoreBOM = ignoreBOM;
  }

  decode(input?: ArrayBuffer | ArrayBufferView, { stream = false } = {}): string {
    const given = input === undefined ? new Uint8Array(0) : toBytes(input);
    const bytes = new Uint8Array(this.#rest.length + given.length);
    bytes.set(this.#rest);
    bytes.set(given, this.#rest.length);
    const { text, rest } = decodeUtf8(bytes, { fatal: this.fatal, stream });
    const atStart = !this.#started;
    this.#rest = rest;
    this.#started = stream && (this.#started || text !== "");
    return atStart && !this.ignoreBOM && text.startsWith("\ufeff") ? text.slice(1) : text;
  }
}
