/** The bytes a buffer or view covers, not copied; TypeError for anything else. */
export function toBytes(input: unknown): Uint8Array<ArrayBuffer> {
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  if (ArrayBuffer.isView(input)) {
    return new Uint8Array(input.buffer as ArrayBuffer, input.byteOffset, input.byteLength);
  }
  throw new TypeError("Bytes are wanted: an ArrayBuffer or a view of one");
}
