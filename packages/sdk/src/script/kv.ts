/** @module The guild's key-value stores. Limits and wrong arguments are told by the host, with the path of the argument. */
import { ops } from "../runtime/wall.ts";
import { invalidArgument, scriptError } from "./errors.ts";

export interface KvSetOptions {
  /** Unix seconds; the key is gone from then on. */
  expiration?: number;
  /** Any JSON, at most 1 KiB of it. */
  metadata?: unknown;
}
export interface KvEntry<T = string> {
  value: T | null;
  metadata: unknown;
  /** Grows with every write; null while the key is absent. */
  version: number | null;
}
export interface KvListOptions {
  prefix?: string;
  /** 1..1000, 100 by default. */
  limit?: number;
  /** Where the last page ended. */
  cursor?: string;
}
export interface KvListing {
  keys: { name: string; expiration?: number; metadata?: unknown }[];
  list_complete: boolean;
  /** Set unless the listing is complete. */
  cursor?: string;
}

const UPDATE_ATTEMPTS = 20;

/** One named store of this guild. Keys are 1..512 bytes, values text up to the guild's limit. */
export class KvStore {
  readonly #store: string;

  constructor(store: string) {
    this.#store = store;
  }

  /** The value; null where there is none. */
  async get(key: string): Promise<string | null> {
    return (await ops.kv.get({ store: this.#store, key })).value;
  }

  async getWithMetadata(key: string): Promise<KvEntry> {
    return await ops.kv.get({ store: this.#store, key }) as KvEntry;
  }

  async set(key: string, value: string, options: KvSetOptions = {}): Promise<void> {
    await ops.kv.set({ store: this.#store, key, value, ...picked(options) });
  }

  /** Writes only where the key still has `version` (0: where it is absent); the new version, or null where it has not. */
  async setIf(
    key: string,
    value: string,
    condition: { version: number | null },
    options: KvSetOptions = {},
  ): Promise<number | null> {
    const ifVersion = condition.version ?? 0;
    return (await ops.kv.set({ store: this.#store, key, value, ifVersion, ...picked(options) })).version;
  }

  /**
   * Reads, asks `change` for the new value (null deletes nothing and writes nothing) and writes it, again from the
   * start where somebody else wrote in between; KV_CONFLICT after 20 attempts. Resolves with the value that is stored.
   */
  async update(
    key: string,
    change: (value: string | null) => string | null | Promise<string | null>,
  ): Promise<string | null> {
    for (let attempt = 0; attempt < UPDATE_ATTEMPTS; attempt++) {
      const { value, version } = await this.getWithMetadata(key);
      const next = await change(value);
      if (next === null) return value;
      if (await this.setIf(key, next, { version }) !== null) return next;
    }
    throw scriptError("KV_CONFLICT", `Cannot update ${JSON.stringify(key)}: others kept writing it`);
  }

  /** Adds to a whole number in one step, 0 where the key is absent; resolves with the sum. */
  async increment(key: string, by = 1): Promise<number> {
    const { value } = await ops.kv.increment({ store: this.#store, key, by });
    if (value === null) {
      throw invalidArgument("key", `Cannot increment ${JSON.stringify(key)}: it holds no whole number`);
    }
    return value;
  }

  /** Replaces the metadata of a key; false where the key is absent. */
  async updateMetadata(key: string, metadata: unknown): Promise<boolean> {
    return (await ops.kv.updateMetadata({ store: this.#store, key, metadata })).updated;
  }

  /** Whether there was something to delete. */
  async delete(key: string): Promise<boolean> {
    return (await ops.kv.delete({ store: this.#store, key })).deleted;
  }

  /** One page of keys in order of their bytes. */
  async list(options: KvListOptions = {}): Promise<KvListing> {
    return await ops.kv.list({ store: this.#store, ...options }) as KvListing;
  }

  /** The same store with values as JSON. */
  json<T>(): KvJsonStore<T> {
    return new KvJsonStore<T>(this);
  }
}

/** A store whose values are JSON. */
export class KvJsonStore<T> {
  readonly #store: KvStore;

  constructor(store: KvStore) {
    this.#store = store;
  }

  async get(key: string): Promise<T | null> {
    return parsed<T>(await this.#store.get(key));
  }

  async getWithMetadata(key: string): Promise<KvEntry<T>> {
    const { value, ...rest } = await this.#store.getWithMetadata(key);
    return { value: parsed<T>(value), ...rest };
  }

  set(key: string, value: T, options?: KvSetOptions): Promise<void> {
    return this.#store.set(key, JSON.stringify(value), options);
  }

  setIf(
    key: string,
    value: T,
    condition: { version: number | null },
    options?: KvSetOptions,
  ): Promise<number | null> {
    return this.#store.setIf(key, JSON.stringify(value), condition, options);
  }

  /** As {@link KvStore.update}. */
  async update(key: string, change: (value: T | null) => T | null | Promise<T | null>): Promise<T | null> {
    return parsed<T>(
      await this.#store.update(key, async (text) => {
        const next = await change(parsed<T>(text));
        return next === null ? null : JSON.stringify(next);
      }),
    );
  }

  delete(key: string): Promise<boolean> {
    return this.#store.delete(key);
  }

  list(options?: KvListOptions): Promise<KvListing> {
    return this.#store.list(options);
  }
}

const parsed = <T>(text: string | null): T | null => text === null ? null : JSON.parse(text) as T;

function picked({ expiration, metadata }: KvSetOptions): { expiration?: number; metadata?: unknown } {
  return {
    ...(expiration === undefined ? {} : { expiration: Number(expiration) }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** Key-value storage of this guild; it survives redeploys, restarts and moves. */
export const kv = {
  /** The store `name`: 1..64 characters without `/` or `.`. */
  store: (name: string): KvStore => new KvStore(name),
};
