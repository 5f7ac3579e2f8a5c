const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const BAD_VALUE = /[\0\r\n]/;

export type HeadersInput = Headers | Iterable<readonly [string, string]> | Record<string, string>;

export class Headers {
  /** By lower-case name; only set-cookie keeps its values apart. */
  readonly #values = new Map<string, string[]>();

  constructor(init?: HeadersInput) {
    if (init === undefined || init === null) return;
    if (typeof init !== "object") throw new TypeError("Headers are made of pairs or of an object");
    const pairs = Symbol.iterator in init ? init : Object.entries(init);
    for (const [name, value] of pairs) this.append(name, value);
  }

  append(name: string, value: string): void {
    const [key, text] = [checkName(name), checkValue(value)];
    this.#values.set(key, [...this.#values.get(key) ?? [], text]);
  }

  set(name: string, value: string): void {
    this.#values.set(checkName(name), [checkValue(value)]);
  }

  get(name: string): string | null {
    return this.#values.get(checkName(name))?.join(", ") ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(checkName(name));
  }

  delete(name: string): void {
    this.#values.delete(checkName(name));
  }

  getSetCookie(): string[] {
    return [...this.#values.get("set-cookie") ?? []];
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void): void {
    for (const [name, value] of this) callback(value, name, this);
  }

  *entries(): IterableIterator<[string, string]> {
    for (const name of [...this.#values.keys()].sort()) {
      const values = this.#values.get(name)!;
      if (name === "set-cookie") { for (const value of values) yield [name, value]; }
      else yield [name, values.join(", ")];
    }
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this.entries()) yield name;
  }

  *values(): IterableIterator<string> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }
}

function checkName(name: unknown): string {
  const text = String(name);
  if (!NAME.test(text)) throw new TypeError(`${JSON.stringify(text)} is not a header name`);
  return text.toLowerCase();
}

function checkValue(value: unknown): string {
  const text = String(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
  if (BAD_VALUE.test(text)) throw new TypeError("A header value must not contain line ends or NUL");
  return text;
}
