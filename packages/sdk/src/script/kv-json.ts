import { invalidArgument } from "./errors.ts";
import type { KvEntry, KvItems, KvListing, KvListOptions, KvSetOptions, KvStore } from "./kv.ts";

/**
 * A store whose values are JSON.
 *
 * @example
 * const profiles = kv.store("profiles").json<{ colour: string }>();
 * await profiles.set(ctx.msg.author.id, { colour: "green" });
 */
export class KvJsonStore<T> {
  readonly #store: KvStore;

  constructor(store: KvStore) {
    this.#store = store;
  }

  /**
   * The value; null where there is none.
   *
   * @example
   * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
   * console.log((await profiles.get(ctx.msg.author.id))?.colour);
   */
  async get(key: string): Promise<T | null> {
    return parsed<T>(key, await this.#store.get(key));
  }

  /**
   * As {@link KvStore.getWithMetadata}.
   *
   * @example
   * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
   * const { value, version } = await profiles.getWithMetadata(ctx.msg.author.id);
   * console.log(value?.visits, version);
   */
  async getWithMetadata(key: string): Promise<KvEntry<T>> {
    const { value, ...rest } = await this.#store.getWithMetadata(key);
    return { value: parsed<T>(key, value), ...rest };
  }

  /**
   * As {@link KvStore.getMany}.
   *
   * @example
   * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
   * const [first] = await profiles.getMany([ctx.msg.author.id]);
   * console.log(first?.colour);
   */
  async getMany(keys: string[]): Promise<(T | null)[]> {
    return (await this.#store.getMany(keys)).map((text, index) => parsed<T>(keys[index]!, text));
  }

  /**
   * As {@link KvStore.setMany}, with anything that is JSON.
   *
   * @example
   * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
   * await profiles.setMany({ [ctx.msg.author.id]: { colour: "green", visits: 1 } });
   */
  setMany(values: Record<string, T>): Promise<void> {
    const texts = Object.entries(values).map(([key, value]) => [key, toJson(key, value)]);
    return this.#store.setMany(Object.fromEntries(texts));
  }

  /**
   * As {@link KvStore.set}, with anything that is JSON.
   *
   * @example
   * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
   * await profiles.set(ctx.msg.author.id, { colour: "green", visits: 1 });
   */
  set(key: string, value: T, options?: KvSetOptions): Promise<void> {
    return this.#store.set(key, toJson(key, value), options);
  }

  /**
   * As {@link KvStore.setIf}.
   *
   * @example
   * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
   * await profiles.setIf(ctx.msg.author.id, { colour: "green", visits: 1 }, { version: null });
   */
  setIf(
    key: string,
    value: T,
    condition: { version: number | null },
    options?: KvSetOptions,
  ): Promise<number | null> {
    return this.#store.setIf(key, toJson(key, value), condition, options);
  }

  /**
   * As {@link KvStore.update}.
   *
   * @example
   * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
   * const now = await profiles.update(ctx.msg.author.id, (old) => ({
   *   colour: "green",
   *   visits: (old?.visits ?? 0) + 1,
   * }));
   * console.log(now?.visits);
   */
  async update(key: string, change: (value: T | null) => T | null | Promise<T | null>): Promise<T | null> {
    return parsed<T>(
      key,
      await this.#store.update(key, async (text) => {
        const next = await change(parsed<T>(key, text));
        return next === null ? null : toJson(key, next);
      }),
    );
  }

  /**
   * As {@link KvStore.delete}.
   *
   * @example
   * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
   * await profiles.delete(ctx.msg.author.id);
   */
  delete(key: string): Promise<boolean> {
    return this.#store.delete(key);
  }

  /**
   * As {@link KvStore.list}.
   *
   * @example
   * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
   * const { keys } = await profiles.list({ limit: 10 });
   * console.log(keys.length);
   */
  list(options?: KvListOptions): Promise<KvListing> {
    return this.#store.list(options);
  }

  /**
   * As {@link KvStore.items}.
   *
   * @example
   * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
   * const { items } = await profiles.items();
   * for (const { name, value } of items) console.log(name, value.colour);
   */
  async items(options?: KvListOptions): Promise<KvItems<T>> {
    const page = await this.#store.items(options);
    return {
      ...page,
      items: page.items.map((item) => ({ ...item, value: parsed<T>(item.name, item.value) as T })),
    };
  }
}

/** Throws INVALID_ARGUMENT for what was written as text. */
function parsed<T>(key: string, text: string | null): T | null {
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw invalidArgument("key", `Cannot read key ${JSON.stringify(key)} as JSON: its value is text`);
  }
}

/** Throws INVALID_ARGUMENT for what JSON cannot say: undefined, a function, a BigInt, a circle. */
function toJson(key: string, value: unknown): string {
  const refuse = (why: string) =>
    invalidArgument("value", `Cannot set key ${JSON.stringify(key)}: value is no JSON, ${why}`);
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    throw refuse((error as Error).message.split("\n")[0]!);
  }
  if (text === undefined) throw refuse(`it is ${typeof value === "function" ? "a function" : String(value)}`);
  return text;
}
