/** @module The forms in which a secret's value comes back when somebody echoes what was sent to them. */
import { Buffer } from "node:buffer";

/** Shorter texts are too likely to be ordinary ones to be taken out. */
const MIN_CHARACTERS = 4;
/** Base64 shows only part of a value for certain when it stands inside another text; a shorter part may be chance. */
const MIN_INNER = 8;

/** The value as it is, and as JSON, URLs, hex and base64 spell it; none for a value too short to be told from text. */
export function spellingsOf(value: string): string[] {
  if ([...value].length < MIN_CHARACTERS) return [];
  const inUrl = encodeURIComponent(value.toWellFormed());
  const bytes = Buffer.from(value);
  const inJson = JSON.stringify(value).slice(1, -1);
  const base64 = [
    bytes.toString("base64"),
    ...[0, 1, 2].map((before) => insideBase64(bytes, before)).filter(({ length }) => length >= MIN_INNER),
  ];
  const spellings = [
    value,
    inJson,
    inJson.replaceAll("/", "\\/"),
    inJson.replace(/[\x80-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
    inUrl,
    inUrl.replaceAll("%3A", ":"),
    inUrl.replace(/%../g, (code) => code.toLowerCase()),
    inUrl.replaceAll("%20", "+"),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")),
  ];
  return [...new Set(spellings)];
}

/** The characters that `bytes` alone decide in the base64 of a longer text; `before`: how many bytes precede them, modulo 3. */
function insideBase64(bytes: Uint8Array, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
  return text.slice(Math.ceil(before * 8 / 6), Math.floor((before + bytes.length) * 8 / 6));
}
