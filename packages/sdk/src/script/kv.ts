/** @module The guild's key-value stores. Limits and wrong arguments are told by the host, with the path of the argument. */
import { ops } from "../runtime/wall.ts";
import { invalidArgument, scriptError } from "./errors.ts";
import { KvJsonStore } from "./kv-json.ts";

/** What a value carries besides itself. */
export interface KvSetOptions {
  /** Unix seconds; the key is gone from then on. */
  expiration?: number;
  /** Any JSON, at most 1 KiB of it. */
  metadata?: unknown;
}
/** A value with all that is known of it. */
export interface KvEntry<T = string> {
  value: T | null;
  metadata: unknown;
  /** Unix seconds; absent where the key stays. */
  expiration?: number;
  /** Grows with every write; null while the key is absent. */
  version: number | null;
}
/** Which keys. */
export interface KvRange {
  /** Only keys that begin so; all keys without it. */
  prefix?: string;
}
/** Which page of keys. */
export interface KvListOptions extends KvRange {
  /** 1..1000, 100 by default. */
  limit?: number;
  /** Where the last page ended. */
  cursor?: string;
}
/** A page of {@link KvStore.list}. */
export interface KvListing {
  keys: { name: string; expiration?: number; metadata?: unknown }[];
  list_complete: boolean;
  /** Set unless the listing is complete. */
  cursor?: string;
}

/** A key with its value, as a page of {@link KvStore.items} has it. */
export interface KvItem<T = string> {
  name: string;
  value: T;
  metadata: unknown;
  /** Unix seconds; absent where the key stays. */
  expiration?: number;
  version: number;
}
/** A page of {@link KvStore.items}. */
export interface KvItems<T = string> {
  items: KvItem<T>[];
  list_complete: boolean;
  /** Set unless the listing is complete. */
  cursor?: string;
}
/** How much of the guild's room is taken. */
export interface KvUsage {
  /** Stores, keys, values and metadata of the whole guild, in bytes. */
  usedBytes: number;
  quotaBytes: number;
}

const UPDATE_ATTEMPTS = 20;

/**
 * One named store of this guild. Keys are 1..512 bytes, values text up to the guild's limit.
 *
 * @example
 * const points = kv.store("points");
 * await points.increment(ctx.msg.author.id, 5);
 */
export class KvStore {
  readonly #store: string;

  constructor(store: string) {
    this.#store = store;
  }

  /**
   * The value; null where there is none.
   *
   * @example
   * const text = await kv.store("notes").get(ctx.msg.author.id);
   * await ctx.reply(text ?? "No note yet.");
   */
  async get(key: string): Promise<string | null> {
    return (await ops.kv.get({ store: this.#store, key })).value;
  }

  /**
   * The value with its metadata, when it expires, and its version.
   *
   * @example
   * const { value, version } = await kv.store("notes").getWithMetadata("rules");
   * console.log(value, version);
   */
  async getWithMetadata(key: string): Promise<KvEntry> {
    return await ops.kv.get({ store: this.#store, key }) as KvEntry;
  }

  /**
   * The values of up to 100 keys at one moment, in their order; null where there is none.
   *
   * @example
   * const [rules, faq] = await kv.store("notes").getMany(["rules", "faq"]);
   * console.log(rules, faq);
   */
  async getMany(keys: string[]): Promise<(string | null)[]> {
    return (await ops.kv.getMany({ store: this.#store, keys })).entries.map(({ value }) => value);
  }

  /**
   * Sets up to 100 keys, all of them or none, in one call; their values together may be as large as one. What the keys
   * had of metadata and expiration is gone.
   *
   * @example
   * await kv.store("notes").setMany({ rules: "Be kind", faq: "Ask away" });
   */
  async setMany(values: Record<string, string>): Promise<void> {
    const entries = Object.entries(values).map(([key, value]) => ({ key, value }));
    await ops.kv.setMany({ store: this.#store, entries });
  }

  /**
   * Deletes up to 100 keys in one call; resolves with how many of them there were.
   *
   * @example
   * const gone = await kv.store("notes").deleteMany(["rules", "faq"]);
   * console.log(gone);
   */
  async deleteMany(keys: string[]): Promise<number> {
    return (await ops.kv.deleteMany({ store: this.#store, keys })).deleted;
  }

  /**
   * Writes a value. KV_LIMIT where value, metadata or the guild's quota are too large.
   *
   * @example
   * await kv.store("notes").set("rules", "Be kind", { metadata: { by: ctx.msg.author.id } });
   * const inAnHour = Math.floor(Date.now() / 1000) + 3600;
   * await kv.store("notes").set("code", "1234", { expiration: inAnHour });
   */
  async set(key: string, value: string, options: KvSetOptions = {}): Promise<void> {
    await ops.kv.set({ store: this.#store, key, value, ...picked(options) });
  }

  /**
   * Writes only where the key still has `version` (0: where it is absent); the new version, or null where it has not.
   *
   * @example
   * const notes = kv.store("notes");
   * const { value, version } = await notes.getWithMetadata("rules");
   * const written = await notes.setIf("rules", `${value ?? ""}\nBe kind`, { version });
   * if (written === null) await ctx.reply("Somebody else was faster.");
   */
  async setIf(
    key: string,
    value: string,
    condition: { version: number | null },
    options: KvSetOptions = {},
  ): Promise<number | null> {
    if (typeof condition !== "object" || condition === null) {
      throw invalidArgument("condition", `Cannot set ${JSON.stringify(key)}: condition must be { version }`);
    }
    const ifVersion = condition.version ?? 0;
    return (await ops.kv.set({ store: this.#store, key, value, ifVersion, ...picked(options) })).version;
  }

  /**
   * Reads, asks `change` for the new value (null deletes nothing and writes nothing) and writes it, again from the
   * start where somebody else wrote in between; KV_CONFLICT after 20 attempts. Resolves with the value that is stored.
   *
   * @example
   * await kv.store("lists").update("shopping", (old) => `${old ?? ""}${ctx.msg.content}\n`);
   */
  async update(
    key: string,
    change: (value: string | null) => string | null | Promise<string | null>,
  ): Promise<string | null> {
    if (typeof change !== "function") {
      throw invalidArgument("change", `Cannot update ${JSON.stringify(key)}: change must be a function`);
    }
    for (let attempt = 0; attempt < UPDATE_ATTEMPTS; attempt++) {
      const { value, version } = await this.getWithMetadata(key);
      const next = await change(value);
      if (next === null) return value;
      if (await this.setIf(key, next, { version }) !== null) return next;
    }
    throw scriptError("KV_CONFLICT", `Cannot update ${JSON.stringify(key)}: others kept writing it`);
  }

  /**
   * Adds to a whole number in one step, 0 where the key is absent; resolves with the sum.
   *
   * @example
   * const sum = await kv.store("points").increment(ctx.msg.author.id, 5);
   * await ctx.reply(`You have ${sum} points.`);
   */
  async increment(key: string, by = 1): Promise<number> {
    const { value } = await ops.kv.increment({ store: this.#store, key, by });
    if (value === null) {
      throw invalidArgument("key", `Cannot increment ${JSON.stringify(key)}: it holds no whole number`);
    }
    return value;
  }

  /**
   * True where `key` is free, which it is not again for `seconds`; of several events at once one gets true. The time left
   * is in the `expiration` of `getWithMetadata(key)`; `delete(key)` frees it early.
   *
   * @example
   * if (!(await kv.store("cooldowns").cooldown(`daily:${ctx.msg.author.id}`, 86400))) return;
   */
  async cooldown(key: string, seconds: number): Promise<boolean> {
    return (await ops.kv.claim({ store: this.#store, key, seconds: Number(seconds) })).claimed;
  }

  /**
   * True for the first caller with this `key`, false for every later one: for what must happen once, however often the
   * event comes. The claim is forgotten after `ttlSeconds`; without it, never.
   *
   * @example
   * if (await kv.store("done").claimOnce(`welcome:${ctx.msg.author.id}`)) await ctx.reply("Welcome!");
   */
  async claimOnce(key: string, ttlSeconds?: number): Promise<boolean> {
    const seconds = ttlSeconds === undefined ? {} : { seconds: Number(ttlSeconds) };
    return (await ops.kv.claim({ store: this.#store, key, ...seconds })).claimed;
  }

  /**
   * Replaces the metadata of a key; false where the key is absent.
   *
   * @example
   * await kv.store("notes").updateMetadata("rules", { seen: new Date().toISOString() });
   */
  async updateMetadata(key: string, metadata: unknown): Promise<boolean> {
    return (await ops.kv.updateMetadata({ store: this.#store, key, metadata })).updated;
  }

  /**
   * Deletes a key; whether there was something to delete.
   *
   * @example
   * if (await kv.store("notes").delete("rules")) await ctx.reply("Forgotten.");
   */
  async delete(key: string): Promise<boolean> {
    return (await ops.kv.delete({ store: this.#store, key })).deleted;
  }

  /**
   * One page of keys in order of their bytes; go on with `cursor` while there is one.
   *
   * @example
   * const { keys, cursor } = await kv.store("notes").list({ prefix: "user/", limit: 100 });
   * console.log(keys.map(({ name }) => name), cursor);
   */
  async list(options: KvListOptions = {}): Promise<KvListing> {
    return await ops.kv.list({ store: this.#store, ...options }) as KvListing;
  }

  /**
   * One page of keys with their values; it ends early where the values grow large, so go on while there is a `cursor`.
   *
   * @example
   * const { items } = await kv.store("notes").items({ prefix: "user/" });
   * for (const { name, value } of items) console.log(name, value);
   */
  async items(options: KvListOptions = {}): Promise<KvItems> {
    return await ops.kv.items({ store: this.#store, ...options }) as KvItems;
  }

  /**
   * How many keys there are.
   *
   * @example
   * console.log(await kv.store("notes").count({ prefix: "user/" }));
   */
  async count(range: KvRange = {}): Promise<number> {
    return (await ops.kv.count({ store: this.#store, ...range })).count;
  }

  /**
   * Deletes every key, or those with the prefix, in one step; resolves with how many there were.
   *
   * @example
   * const gone = await kv.store("notes").clear({ prefix: "user/" });
   * console.log(`${gone} notes deleted`);
   */
  async clear(range: KvRange = {}): Promise<number> {
    return (await ops.kv.clear({ store: this.#store, ...range })).deleted;
  }

  /**
   * The `n` (1..1000) keys with the greatest numbers, greatest first, equal ones in order of their keys. Values that are
   * not decimal numbers, such as `12` or `-0.5`, do not take part.
   *
   * @example
   * const best = await kv.store("points").top(10);
   * await ctx.reply(best.map(({ name, value }, i) => `${i + 1}. <@${name}> ${value}`).join("\n") || "Nobody yet.");
   */
  async top(n = 10, range: KvRange = {}): Promise<{ name: string; value: number }[]> {
    return (await ops.kv.top({ store: this.#store, limit: n, ...range })).entries;
  }

  /**
   * The place of `key` in that order, from 1; null where it holds no number or does not begin with the prefix.
   *
   * @example
   * const place = await kv.store("points").rank(ctx.msg.author.id);
   * await ctx.reply(place === null ? "You have no points." : `Place ${place}`);
   */
  async rank(key: string, range: KvRange = {}): Promise<number | null> {
    return (await ops.kv.rank({ store: this.#store, key, ...range })).rank;
  }

  /**
   * The same store with values as JSON.
   *
   * @example
   * const profiles = kv.store("profiles").json<{ colour: string }>();
   * await profiles.set(ctx.msg.author.id, { colour: "green" });
   */
  json<T>(): KvJsonStore<T> {
    return new KvJsonStore<T>(this);
  }
}

function picked({ expiration, metadata }: KvSetOptions): { expiration?: number; metadata?: unknown } {
  return {
    ...(expiration === undefined ? {} : { expiration: Number(expiration) }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** What {@link kv} can do. */
export interface Kv {
  /**
   * The store `name`: 1..64 characters without `/` or `.`.
   *
   * @example
   * const points = kv.store("points");
   * await points.increment(ctx.msg.author.id);
   */
  store(name: string): KvStore;
  /**
   * How much of the guild's room is taken, by all its stores together.
   *
   * @example
   * const { usedBytes, quotaBytes } = await kv.usage();
   * console.log(`${Math.round(usedBytes / quotaBytes * 100)} % taken`);
   */
  usage(): Promise<KvUsage>;
}

/**
 * Key-value storage of this guild; it survives redeploys, restarts and moves.
 *
 * @example
 * const notes = kv.store("notes");
 * await notes.set("rules", "Be kind");
 * await ctx.reply(await notes.get("rules") ?? "");
 */
export const kv: Kv = {
  store: (name) => new KvStore(name),
  usage: async () => await ops.kv.usage({}),
};
