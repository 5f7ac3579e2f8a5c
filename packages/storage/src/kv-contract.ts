/** @module Key and value, per store and guild. Times are unix seconds, as scripts give them. */
import type { GuildId } from "@flora/model";

export interface KvEntry {
  value: string;
  metadata: unknown;
  /** Unix seconds. */
  expiration?: number;
  /** Changes with every write of the key. */
  version: number;
}

export interface KvListPage {
  keys: { name: string; expiration?: number; metadata?: unknown }[];
  complete: boolean;
  cursor?: string;
}

/** Keys with their values. */
export interface KvItemsPage {
  items: ({ name: string } & KvEntry)[];
  complete: boolean;
  cursor?: string;
}

export interface KvStore {
  name: string;
  keys: number;
  /** As they count to the quota. */
  bytes: number;
}

/** A part of a store: the keys that begin with `prefix`, all where there is none. */
export interface KvRange {
  prefix?: string;
}

/** Thrown when a write would pass the guild's quota, in Redis of keys too; nothing is written. */
export class KvQuotaError extends Error {
  /** `why` is what stands after the colon of a message. */
  constructor(
    readonly usedBytes: number,
    readonly quotaBytes: number,
    readonly why = `guild uses ${usedBytes} bytes of KV, at most ${quotaBytes}`,
  ) {
    super(`Cannot write: ${why}`);
    this.name = "KvQuotaError";
  }
}

/** One guild's stores. Every call is one transaction. An expired key is gone at once. */
export interface KvStorage {
  get(guildId: GuildId, store: string, key: string): Promise<KvEntry | null>;
  /** One snapshot of several keys, in the order asked for. */
  getMany(guildId: GuildId, store: string, keys: string[]): Promise<(KvEntry | null)[]>;
  /** `ifVersion`: 0 means "only when absent". Answers the new version, or null when it lost. Throws KvQuotaError. */
  set(
    guildId: GuildId,
    store: string,
    key: string,
    value: string,
    options: { metadata?: unknown; expiration?: number; ifVersion?: number; quotaBytes: number },
  ): Promise<number | null>;
  /** Sets every key or none, each as `set` does without metadata or expiration. Throws KvQuotaError. */
  setMany(
    guildId: GuildId,
    store: string,
    entries: readonly { key: string; value: string }[],
    options: { quotaBytes: number },
  ): Promise<void>;
  /** In one step; answers how many of the keys there were. */
  deleteMany(guildId: GuildId, store: string, keys: readonly string[]): Promise<number>;
  /** False when there is no such key. */
  updateMetadata(guildId: GuildId, store: string, key: string, metadata: unknown): Promise<boolean>;
  /** Adds atomically to a decimal integer (absent counts as 0); null when the value is not one. */
  increment(
    guildId: GuildId,
    store: string,
    key: string,
    by: number,
    quotaBytes: number,
  ): Promise<number | null>;
  delete(guildId: GuildId, store: string, key: string): Promise<boolean>;
  /** Ordered by key (code units of UTF-8); `cursor` is opaque. */
  list(
    guildId: GuildId,
    store: string,
    options: KvRange & { limit: number; cursor?: string },
  ): Promise<KvListPage>;
  /** As `list`, with values. A page ends before its entries, as they count to the quota, pass `maxBytes`; it holds one. */
  items(
    guildId: GuildId,
    store: string,
    options: KvRange & { limit: number; maxBytes: number; cursor?: string },
  ): Promise<KvItemsPage>;
  count(guildId: GuildId, store: string, range: KvRange): Promise<number>;
  /** Deletes the keys of the range; answers how many there were. In Redis thousands of a prefix go in several steps. */
  clear(guildId: GuildId, store: string, range: KvRange): Promise<number>;
  /**
   * The greatest of the values that `numberOf` knows, equal ones in order of their keys. Redis looks through thousands of
   * numbers before those of a prefix in several steps, as it does for `rank`.
   */
  top(
    guildId: GuildId,
    store: string,
    options: KvRange & { limit: number },
  ): Promise<{ name: string; value: number }[]>;
  /** The place of a key in what `top` would list without a limit, from 1; null where it is not in it. */
  rank(guildId: GuildId, store: string, key: string, range: KvRange): Promise<number | null>;
  /** Stores that hold keys, and those that were made, in the order of their names; only what comes after `after`. */
  stores(guildId: GuildId, options: { limit: number; after?: string }): Promise<KvStore[]>;
  /** Makes a store that is listed while it is empty too; `full` where the guild has made `most` others. */
  createStore(guildId: GuildId, store: string, most: number): Promise<"created" | "exists" | "full">;
  /** Deletes a store with its keys; answers how many there were, null where there was no such store. */
  deleteStore(guildId: GuildId, store: string): Promise<number | null>;
  usedBytes(guildId: GuildId): Promise<number>;
}
