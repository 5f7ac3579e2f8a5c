import type { KvEntry, KvItems, KvListing, KvListOptions, KvSetOptions, KvStore } from "./kv.js";
/**
 * A store whose values are JSON.
 *
 * @example
 * const profiles = kv.store("profiles").json<{ colour: string }>();
 * await profiles.set(ctx.msg.author.id, { colour: "green" });
 */
export declare class KvJsonStore<T> {
    #private;
    constructor(store: KvStore);
    /**
     * The value; null where there is none.
     *
     * @example
     * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
     * console.log((await profiles.get(ctx.msg.author.id))?.colour);
     */
    get(key: string): Promise<T | null>;
    /**
     * As {@link KvStore.getWithMetadata}.
     *
     * @example
     * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
     * const { value, version } = await profiles.getWithMetadata(ctx.msg.author.id);
     * console.log(value?.visits, version);
     */
    getWithMetadata(key: string): Promise<KvEntry<T>>;
    /**
     * As {@link KvStore.getMany}.
     *
     * @example
     * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
     * const [first] = await profiles.getMany([ctx.msg.author.id]);
     * console.log(first?.colour);
     */
    getMany(keys: string[]): Promise<(T | null)[]>;
    /**
     * As {@link KvStore.setMany}, with anything that is JSON.
     *
     * @example
     * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
     * await profiles.setMany({ [ctx.msg.author.id]: { colour: "green", visits: 1 } });
     */
    setMany(values: Record<string, T>): Promise<void>;
    /**
     * As {@link KvStore.set}, with anything that is JSON.
     *
     * @example
     * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
     * await profiles.set(ctx.msg.author.id, { colour: "green", visits: 1 });
     */
    set(key: string, value: T, options?: KvSetOptions): Promise<void>;
    /**
     * As {@link KvStore.setIf}.
     *
     * @example
     * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
     * await profiles.setIf(ctx.msg.author.id, { colour: "green", visits: 1 }, { version: null });
     */
    setIf(key: string, value: T, condition: {
        version: number | null;
    }, options?: KvSetOptions): Promise<number | null>;
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
    update(key: string, change: (value: T | null) => T | null | Promise<T | null>): Promise<T | null>;
    /**
     * As {@link KvStore.delete}.
     *
     * @example
     * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
     * await profiles.delete(ctx.msg.author.id);
     */
    delete(key: string): Promise<boolean>;
    /**
     * As {@link KvStore.list}.
     *
     * @example
     * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
     * const { keys } = await profiles.list({ limit: 10 });
     * console.log(keys.length);
     */
    list(options?: KvListOptions): Promise<KvListing>;
    /**
     * As {@link KvStore.items}.
     *
     * @example
     * const profiles = kv.store("profiles").json<{ colour: string; visits: number }>();
     * const { items } = await profiles.items();
     * for (const { name, value } of items) console.log(name, value.colour);
     */
    items(options?: KvListOptions): Promise<KvItems<T>>;
}
