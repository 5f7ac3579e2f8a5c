import type { KvEntry, KvItems, KvListing, KvListOptions, KvSetOptions, KvStore } from "./kv.ts";

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

  /** As {@link KvStore.getMany}. */
  async getMany(keys: string[]): Promise<(T | null)[]> {
    return (await this.#store.getMany(keys)).map((text) => parsed<T>(text));
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

  /** As {@link KvStore.items}. */
  async items(options?: KvListOptions): Promise<KvItems<T>> {
    const page = await this.#store.items(options);
    return { ...page, items: page.items.map((item) => ({ ...item, value: JSON.parse(item.value) as T })) };
  }
}

const parsed = <T>(text: string | null): T | null => text === null ? null : JSON.parse(text) as T;
