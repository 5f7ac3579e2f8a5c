import { z } from "zod";
import { KvKey, KvMetadata, KvPrefix, KvStoreName, KvText } from "@flora/model";

/** Ten years. */
const LONGEST_TTL_SECONDS = 315_360_000;

const limit = z.coerce.number().int().min(1).max(1000).default(100);
const expiration = z.number().int().positive().describe("Unix seconds");

export const KvStoreQuery = z.object({
  limit,
  cursor: z.string().min(1).max(64).optional(),
});

export const KvStoreList = z.object({
  stores: z.array(z.object({
    name: z.string(),
    keys: z.number().int(),
    bytes: z.number().int().describe("As they count to the quota"),
  })),
  cursor: z.string().optional().describe("Where the next page begins; absent on the last"),
  usedBytes: z.number().int().describe("All stores of the guild together"),
  quotaBytes: z.number().int(),
});
export type KvStoreList = z.infer<typeof KvStoreList>;

export const KvStoreCreated = z.object({ name: KvStoreName, created: z.boolean() });
export const KvStoreDeleted = z.object({ keys: z.number().int().describe("How many went with it") });

export const KvKeyQuery = z.object({
  prefix: KvPrefix.optional(),
  limit,
  cursor: z.string().max(1024).regex(/^[\w-]*$/, "must be the cursor of a page").optional(),
});

export const KvKeyPage = z.object({
  keys: z.array(z.object({
    name: z.string(),
    expiration: expiration.optional(),
    metadata: z.unknown().optional(),
  })),
  cursor: z.string().optional().describe("Where the next page begins; absent on the last"),
});
export type KvKeyPage = z.infer<typeof KvKeyPage>;

/** In the query, as a key may be `..` or hold slashes, which a path would swallow. */
export const KvValueQuery = z.object({ key: KvKey });

export const KvValue = z.object({
  key: z.string(),
  value: z.string(),
  metadata: z.unknown().describe("null where there is none"),
  expiration: expiration.optional(),
  version: z.number().int().describe("Changes with every write"),
});
export type KvValue = z.infer<typeof KvValue>;

export const KvPut = z.object({
  value: KvText,
  metadata: KvMetadata.optional(),
  expiration: expiration.optional(),
  ttlSeconds: z.number().int().min(1).max(LONGEST_TTL_SECONDS).optional(),
  ifVersion: z.number().int().nonnegative().optional().describe(
    "Only while the key has this version, 0 for only while there is no such key; otherwise 412",
  ),
}).refine(({ expiration, ttlSeconds }) => expiration === undefined || ttlSeconds === undefined, {
  path: ["ttlSeconds"],
  message: "must not be given together with expiration",
});
export type KvPut = z.input<typeof KvPut>;

export const KvWritten = z.object({ version: z.number().int() });
export type KvWritten = z.infer<typeof KvWritten>;

/** One line of an export or import. */
export const KvLine = z.object({
  key: KvKey,
  value: KvText,
  metadata: KvMetadata.optional(),
  expiration: expiration.optional(),
});
export type KvLine = z.infer<typeof KvLine>;

export const KvExportQuery = z.object({ prefix: KvPrefix.optional() });

export const KvImportQuery = z.object({
  existing: z.enum(["overwrite", "skip"]).default("overwrite").describe(
    "What becomes of keys that are there",
  ),
});

export const KvImported = z.object({
  imported: z.number().int(),
  skipped: z.number().int().describe("Keys that were there already"),
  expired: z.number().int().describe("Lines whose time was over"),
});
export type KvImported = z.infer<typeof KvImported>;
