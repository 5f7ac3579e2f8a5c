/** @module crypto.subtle as far as scripts sign and check with it: hashes and HMAC, done by the host. */
import { ops } from "../runtime/wall.ts";
import { toBytes } from "./bytes.ts";
import { DOMException } from "./dom-exception.ts";

type Hash = "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512";
type HashName = string | { name: string };
type Source = ArrayBuffer | ArrayBufferView;
interface HmacAlgorithm {
  name: string;
  hash?: HashName;
}

const HASHES: readonly string[] = ["SHA-1", "SHA-256", "SHA-384", "SHA-512"];

/** A key of HMAC. */
class CryptoKey {
  readonly type = "secret";

  constructor(
    readonly algorithm: { name: "HMAC"; hash: { name: Hash }; length: number },
    readonly extractable: boolean,
    readonly usages: readonly string[],
    readonly bytes: () => Uint8Array<ArrayBuffer>,
  ) {}
}

export const subtle = {
  /** Of at most 1 MiB. */
  async digest(algorithm: HashName, data: Source): Promise<ArrayBuffer> {
    const { base64 } = await ops.crypto.digest({
      hash: hashOf(algorithm),
      dataBase64: toBytes(data).toBase64(),
    });
    return Uint8Array.fromBase64(base64).buffer;
  },

  /** A raw key for HMAC. */
  async importKey(
    format: string,
    data: Source,
    algorithm: HmacAlgorithm,
    extractable: boolean,
    usages: readonly string[],
  ): Promise<CryptoKey> {
    if (format !== "raw" || nameOf(algorithm) !== "HMAC" || algorithm.hash === undefined) {
      throw unsupported("Only raw keys of HMAC can be imported");
    }
    const bytes = toBytes(data).slice();
    const known = { name: "HMAC", hash: { name: hashOf(algorithm.hash) }, length: bytes.length * 8 } as const;
    return new CryptoKey(known, Boolean(extractable), [...usages], () => bytes);
  },

  async sign(algorithm: HashName, key: CryptoKey, data: Source): Promise<ArrayBuffer> {
    return (await hmac(algorithm, key, data, "sign")).buffer;
  },

  async verify(algorithm: HashName, key: CryptoKey, signature: Source, data: Source): Promise<boolean> {
    const right = await hmac(algorithm, key, data, "verify");
    const given = toBytes(signature);
    // All of it is looked at, whatever differs.
    let differing = right.length ^ given.length;
    for (let at = 0; at < right.length; at++) differing |= right[at]! ^ (given[at] ?? 0);
    return differing === 0;
  },
};

async function hmac(algorithm: HashName, key: CryptoKey, data: Source, use: string) {
  if (nameOf(algorithm) !== "HMAC") throw unsupported("Only HMAC signs");
  if (!key.usages.includes(use)) throw new DOMException(`The key is not for ${use}`, "InvalidAccessError");
  const { base64 } = await ops.crypto.hmac({
    hash: key.algorithm.hash.name,
    keyBase64: key.bytes().toBase64(),
    dataBase64: toBytes(data).toBase64(),
  });
  return Uint8Array.fromBase64(base64);
}

function hashOf(algorithm: HashName): Hash {
  const name = nameOf(algorithm);
  if (!HASHES.includes(name)) throw unsupported(`${name} is not one of ${HASHES.join(", ")}`);
  return name as Hash;
}

function nameOf(algorithm: HashName): string {
  return String(typeof algorithm === "object" ? algorithm?.name : algorithm).toUpperCase();
}

function unsupported(message: string): Error {
  return new DOMException(message, "NotSupportedError");
}
