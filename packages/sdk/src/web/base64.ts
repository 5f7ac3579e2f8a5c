import { DOMException } from "./dom-exception.ts";

/** Base64 of a text whose characters are bytes. */
export function btoa(data: string): string {
  const text = String(data);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 255) throw new DOMException("The text has characters beyond Latin-1", "InvalidCharacterError");
    bytes[index] = code;
  }
  return bytes.toBase64();
}

/** The bytes of base64 as a text of one character each. */
export function atob(data: string): string {
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.fromBase64(String(data));
  } catch {
    throw new DOMException("The text is not base64", "InvalidCharacterError");
  }
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
