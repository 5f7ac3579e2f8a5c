import { chacha20 } from "@noble/ciphers/chacha.js";
import { toBytes } from "./bytes.ts";
import { subtle } from "./subtle.ts";
import { DOMException } from "./dom-exception.ts";

const QUOTA_BYTES = 65_536;

let key: Uint8Array | undefined;
/** Nonce of the next key stream; one per draw, so that no byte comes twice. */
let draws = 0;

/** Base64 of 32 bytes from the host's own source of randomness; a context has none. */
export function seedEntropy(base64: string): void {
  key = Uint8Array.fromBase64(base64);
}

function randomBytes(length: number): Uint8Array {
  if (!key) throw new Error("Cannot draw random bytes: there is no entropy yet");
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setBigUint64(4, BigInt(draws++));
  return chacha20(key, nonce, new Uint8Array(length));
}

const hex = (bytes: Uint8Array, from: number, to: number) => bytes.subarray(from, to).toHex();

export const crypto = {
  subtle,
  getRandomValues<T extends ArrayBufferView>(target: T): T {
    if (!ArrayBuffer.isView(target) || /^(Float|DataView)/.test(target.constructor.name)) {
      throw new DOMException("Random values go into an array of integers", "TypeMismatchError");
    }
    const bytes = toBytes(target);
    if (bytes.length > QUOTA_BYTES) {
      throw new DOMException(`At most ${QUOTA_BYTES} bytes at once`, "QuotaExceededError");
    }
    bytes.set(randomBytes(bytes.length));
    return target;
  },
  /** A version 4 UUID. */
  randomUUID(): string {
    const bytes = randomBytes(16);
    bytes[6] = bytes[6]! & 0x0f | 0x40;
    bytes[8] = bytes[8]! & 0x3f | 0x80;
    return [[0, 4], [4, 6], [6, 8], [8, 10], [10, 16]].map(([from, to]) => hex(bytes, from!, to!)).join("-");
  },
};
