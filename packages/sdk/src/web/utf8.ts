/** @module UTF-8, which the language itself does not offer. */

const REPLACEMENT = 0xfffd;

/** How many bytes a text takes. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    // A pair is two units of two bytes each, a half of one takes as much as U+FFFD.
    const code = unit < 0xd800 || unit > 0xdfff ? unit : text.codePointAt(index)!;
    if (code > 0xffff) index++;
    bytes += unit < 0x800 ? 1 : 2;
  }
  return bytes;
}

/** Bytes of a text; halves of surrogate pairs become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(utf8Length(text));
  let at = 0;
  for (let index = 0; index < text.length; index++) {
    let code = text.codePointAt(index)!;
    if (code >= 0xd800 && code <= 0xdfff) code = REPLACEMENT;
    if (code > 0xffff) index++;
    if (code < 0x80) bytes[at++] = code;
    else if (code < 0x800) {
      bytes[at++] = 0xc0 | code >> 6;
      bytes[at++] = 0x80 | code & 63;
    } else if (code < 0x10000) {
      bytes[at++] = 0xe0 | code >> 12;
      bytes[at++] = 0x80 | code >> 6 & 63;
      bytes[at++] = 0x80 | code & 63;
    } else {
      bytes[at++] = 0xf0 | code >> 18;
      bytes[at++] = 0x80 | code >> 12 & 63;
      bytes[at++] = 0x80 | code >> 6 & 63;
      bytes[at++] = 0x80 | code & 63;
    }
  }
  return bytes;
}

/** What may follow a leading byte: how many bytes, and the bounds of the first of them. */
function sequence(lead: number): { more: number; low: number; high: number } | undefined {
  if (lead >= 0xc2 && lead <= 0xdf) return { more: 1, low: 0x80, high: 0xbf };
  if (lead >= 0xe0 && lead <= 0xef) {
    return { more: 2, low: lead === 0xe0 ? 0xa0 : 0x80, high: lead === 0xed ? 0x9f : 0xbf };
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    return { more: 3, low: lead === 0xf0 ? 0x90 : 0x80, high: lead === 0xf4 ? 0x8f : 0xbf };
  }
  return undefined;
}

const CHUNK = 8_192;

/**
 * The text of bytes; each broken sequence becomes one U+FFFD, or a TypeError where `fatal`. With `stream` an unfinished
 * sequence at the end is left: `rest` are its bytes.
 */
export function decodeUtf8(
  bytes: Uint8Array,
  { fatal = false, stream = false }: { fatal?: boolean; stream?: boolean } = {},
): { text: string; rest: Uint8Array } {
  let text = "";
  let codes: number[] = [];
  let at = 0;
  const push = (code: number) => {
    codes.push(code);
    if (codes.length < CHUNK) return;
    text += String.fromCodePoint(...codes);
    codes = [];
  };
  const broken = () => {
    if (fatal) throw new TypeError("The bytes are not valid UTF-8");
    push(REPLACEMENT);
  };
  while (at < bytes.length) {
    const start = at;
    const lead = bytes[at++]!;
    if (lead < 0x80) {
      push(lead);
      continue;
    }
    const found = sequence(lead);
    if (!found) {
      broken();
      continue;
    }
    let { more, low, high } = found;
    let code = lead & (0x3f >> more);
    while (more > 0 && at < bytes.length && bytes[at]! >= low && bytes[at]! <= high) {
      code = code << 6 | bytes[at++]! & 63;
      [low, high] = [0x80, 0xbf];
      more--;
    }
    if (more === 0) push(code);
    else if (stream && at === bytes.length) {
      return { text: text + String.fromCodePoint(...codes), rest: bytes.slice(start) };
    } else broken();
  }
  return { text: text + String.fromCodePoint(...codes), rest: new Uint8Array(0) };
}
