import { Blob, File, joined } from "./blob.ts";
import { crypto } from "./crypto.ts";
import { encodeUtf8 } from "./utf8.ts";

export type FormDataValue = string | File;

/** Fields of a form, in the order they were added; a name may come several times. */
export class FormData {
  #entries: [string, FormDataValue][] = [];

  append(name: string, value: unknown, fileName?: string): void {
    this.#entries.push([String(name), toValue(value, fileName)]);
  }

  set(name: string, value: unknown, fileName?: string): void {
    const key = String(name);
    const at = this.#entries.findIndex(([known]) => known === key);
    const rest = this.#entries.filter(([known], index) => known !== key || index === at);
    if (at < 0) return this.append(key, value, fileName);
    rest[at] = [key, toValue(value, fileName)];
    this.#entries = rest;
  }

  get(name: string): FormDataValue | null {
    return this.#entries.find(([known]) => known === String(name))?.[1] ?? null;
  }

  getAll(name: string): FormDataValue[] {
    return this.#entries.filter(([known]) => known === String(name)).map(([, value]) => value);
  }

  has(name: string): boolean {
    return this.#entries.some(([known]) => known === String(name));
  }

  delete(name: string): void {
    this.#entries = this.#entries.filter(([known]) => known !== String(name));
  }

  forEach(callback: (value: FormDataValue, name: string, form: FormData) => void): void {
    for (const [name, value] of this) callback(value, name, this);
  }

  *entries(): IterableIterator<[string, FormDataValue]> {
    yield* this.#entries;
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this.#entries) yield name;
  }

  *values(): IterableIterator<FormDataValue> {
    for (const [, value] of this.#entries) yield value;
  }

  [Symbol.iterator](): IterableIterator<[string, FormDataValue]> {
    return this.entries();
  }
}

function toValue(value: unknown, fileName?: string): FormDataValue {
  if (!(value instanceof Blob)) return String(value);
  if (value instanceof File && fileName === undefined) return value;
  return new File([value], fileName ?? "blob", { type: value.type });
}

/** A name in a header of a part: nothing in it may end the name or the line. */
const inHeader = (text: string) =>
  text.replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll('"', "%22");

/** The form as `multipart/form-data`. */
export function encodeForm(form: FormData): { bytes: Uint8Array<ArrayBuffer>; type: string } {
  const boundary = `----flora-${crypto.randomUUID()}`;
  const parts: Uint8Array[] = [];
  for (const [name, value] of form) {
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${inHeader(name)}"`;
    if (typeof value === "string") {
      parts.push(encodeUtf8(`${head}\r\n\r\n${value.replace(/\r\n|\r|\n/g, "\r\n")}\r\n`));
      continue;
    }
    const type = value.type || "application/octet-stream";
    parts.push(encodeUtf8(`${head}; filename="${inHeader(value.name)}"\r\ncontent-type: ${type}\r\n\r\n`));
    parts.push(Blob.bytesOf(value), encodeUtf8("\r\n"));
  }
  parts.push(encodeUtf8(`--${boundary}--\r\n`));
  return { bytes: joined(parts), type: `multipart/form-data; boundary=${boundary}` };
}
