/** @module Hashing at the host, where it is a hundred times faster than any script could do it. */
import { z } from "zod";

/** Of base64: 1 MiB of bytes. */
const DATA_CHARACTERS = 4 * Math.ceil(1024 * 1024 / 3);

const hash = z.enum(["SHA-1", "SHA-256", "SHA-384", "SHA-512"]);
const bytes = (characters: number) =>
  z.string().max(characters, "must be at most 1 MiB").regex(/^[A-Za-z0-9+/]*={0,2}$/, "must be base64");

export const cryptoOps = {
  digest: {
    args: z.object({ hash, dataBase64: bytes(DATA_CHARACTERS) }),
    result: z.object({ base64: z.string() }),
  },
  hmac: {
    args: z.object({ hash, keyBase64: bytes(16_384), dataBase64: bytes(DATA_CHARACTERS) }),
    result: z.object({ base64: z.string() }),
  },
};
export type CryptoOps = typeof cryptoOps;
