/** @module Schemas of the key-value ops. Sizes are bytes of UTF-8; the value limit is the guild's own and judged by the host half. */
import { z } from "zod";
import { KvKey, KvMetadata, KvPrefix, KvStoreName, KvText } from "@flora/model";

const LIST_MAX = 1000;
const MANY_MAX = 100;
/** Ten years; a claim without an end is one without a time. */
const CLAIM_SECONDS = 315_360_000;
/** The end of the year 9999: milliseconds of today lie far beyond. */
const LAST_SECOND = 253_402_300_799;

const store = KvStoreName;
const key = KvKey;
const metadata = KvMetadata;

const version = z.number().int().nonnegative();

const range = { store, prefix: KvPrefix.optional() };
const page = {
  ...range,
  limit: z.number().int().min(1).max(LIST_MAX).default(100),
  cursor: z.string().max(4096).optional(),
};

const entry = z.object({
  value: z.string().nullable(),
  metadata: z.unknown(),
  /** Unix seconds. */
  expiration: z.number().optional(),
  version: version.nullable(),
});

export const kvOps = {
  get: {
    args: z.object({ store, key }),
    result: entry,
  },
  getMany: {
    args: z.object({ store, keys: z.array(key).max(MANY_MAX, `must have at most ${MANY_MAX} keys`) }),
    /** In the order of the keys. */
    result: z.object({ entries: z.array(entry) }),
  },
  /** Sets an absent key to an empty text. */
  claim: {
    args: z.object({ store, key, seconds: z.number().positive().max(CLAIM_SECONDS).optional() }),
    /** False where the key is there already. */
    result: z.object({ claimed: z.boolean() }),
  },
  set: {
    args: z.object({
      store,
      key,
      value: KvText,
      /** Unix seconds, in the future. */
      expiration: z.number().int().positive().max(LAST_SECOND, "must be unix seconds, not milliseconds")
        .optional(),
      metadata: metadata.optional(),
      /** 0: only when the key is absent. */
      ifVersion: version.optional(),
    }),
    /** Null where `ifVersion` lost. */
    result: z.object({ version: version.nullable() }),
  },
  /** All of them or none; their values together are no larger than one may be. */
  setMany: {
    args: z.object({
      store,
      entries: z.array(z.object({ key, value: KvText }))
        .max(MANY_MAX, `must have at most ${MANY_MAX} keys`),
    }),
    result: z.object({}),
  },
  deleteMany: {
    args: z.object({ store, keys: z.array(key).max(MANY_MAX, `must have at most ${MANY_MAX} keys`) }),
    result: z.object({ deleted: z.number() }),
  },
  updateMetadata: {
    args: z.object({ store, key, metadata }),
    result: z.object({ updated: z.boolean() }),
  },
  delete: {
    args: z.object({ store, key }),
    result: z.object({ deleted: z.boolean() }),
  },
  increment: {
    args: z.object({
      store,
      key,
      by: z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
    }),
    /** Null where the stored value is not a decimal integer. */
    result: z.object({ value: z.number().nullable() }),
  },
  list: {
    args: z.object(page),
    result: z.object({
      keys: z.array(z.object({
        name: z.string(),
        expiration: z.number().optional(),
        metadata: z.unknown().optional(),
      })),
      list_complete: z.boolean(),
      cursor: z.string().optional(),
    }),
  },
  /** A page may be shorter than its limit: it ends before it grows larger than one value may be. */
  items: {
    args: z.object(page),
    result: z.object({
      items: z.array(entry.extend({ name: z.string(), value: z.string() })),
      list_complete: z.boolean(),
      cursor: z.string().optional(),
    }),
  },
  count: { args: z.object(range), result: z.object({ count: z.number() }) },
  clear: { args: z.object(range), result: z.object({ deleted: z.number() }) },
  top: {
    args: z.object({ ...range, limit: z.number().int().min(1).max(LIST_MAX) }),
    result: z.object({ entries: z.array(z.object({ name: z.string(), value: z.number() })) }),
  },
  rank: {
    args: z.object({ ...range, key }),
    /** From 1; null where the key holds no number or is out of the range. */
    result: z.object({ rank: z.number().nullable() }),
  },
  usage: {
    args: z.object({}),
    result: z.object({ usedBytes: z.number(), quotaBytes: z.number() }),
  },
};
export type KvOps = typeof kvOps;
