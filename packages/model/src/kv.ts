import { z } from "zod";

/** @module What may be stored under which key; sizes are bytes of UTF-8. The limit of a value is the guild's own. */

const KV_KEY_BYTES = 512;
const KV_METADATA_BYTES = 1024;

const utf8 = new TextEncoder();
const bytes = (text: string) => utf8.encode(text).byteLength;
const wellFormed = (text: string) => text.isWellFormed();
const LONE_SURROGATE = "must be well-formed text: it holds half of a surrogate pair";

/** Neither `/` nor `.`, so that a store name is never a path. */
export const KvStoreName = z.string().min(1, "must have 1 to 64 characters")
  .max(64, "must have 1 to 64 characters")
  .regex(/^[^/.\0]*$/, "must not contain a slash, a dot or NUL").refine(wellFormed, LONE_SURROGATE);

/** The beginning of a key, or none of it. */
export const KvPrefix = z.string().max(KV_KEY_BYTES, `must have at most ${KV_KEY_BYTES} bytes`)
  .refine((key) => !key.includes("\0"), "must not contain NUL")
  .refine(wellFormed, LONE_SURROGATE)
  .refine((key) => bytes(key) <= KV_KEY_BYTES, `must have at most ${KV_KEY_BYTES} bytes`);

export const KvKey = KvPrefix.min(1, "must not be empty");

export const KvText = z.string().refine(wellFormed, LONE_SURROGATE);

/** Any JSON, at most 1 KiB of it. */
export const KvMetadata = z.unknown().refine(
  (value) => bytes(JSON.stringify(value) ?? "") <= KV_METADATA_BYTES,
  `must be at most ${KV_METADATA_BYTES} bytes of JSON`,
);
