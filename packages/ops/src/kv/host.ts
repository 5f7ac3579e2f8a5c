import { Buffer } from "node:buffer";
import { ScriptError } from "@flora/model";
import type { KvEntry } from "@flora/storage";
import type { HostHalf } from "../contract.ts";
import { shown, underQuota, whileWalking } from "./bounds.ts";
import type { KvOps } from "./schema.ts";

/** Each so many keys written in one call count as one call more: they take the worker's time. */
const WRITTEN_PER_CALL = 10;

export const kvHost: HostHalf<KvOps> = {
  async get({ storage, guildId }, { store, key }) {
    return toResult(await storage.kv.get(guildId, store, key));
  },
  async getMany({ storage, guildId, limits }, { store, keys }) {
    const entries = await storage.kv.getMany(guildId, store, keys);
    const bytes = entries.reduce((sum, entry) => sum + Buffer.byteLength(entry?.value ?? ""), 0);
    if (bytes > limits.kvValueBytes && keys.length > 1) {
      throw new ScriptError(
        "LIMIT_EXCEEDED",
        `Cannot get ${keys.length} keys: their values are ${bytes} bytes, at most ${limits.kvValueBytes} in one call`,
        { path: "keys" },
      );
    }
    return { entries: entries.map(toResult) };
  },
  async claim(context, { store, key, seconds }) {
    const { guildId, limits, storage } = context;
    const options = {
      ifVersion: 0,
      quotaBytes: limits.kvQuotaBytes,
      // Rounded up, as storage knows whole seconds only: a claim must not end early.
      ...(seconds !== undefined && { expiration: Math.ceil(context.now() / 1000 + seconds) }),
    };
    const version = await underQuota(key, () => storage.kv.set(guildId, store, key, "", options));
    return { claimed: version !== null };
  },
  async set(context, { store, key, value, ...options }) {
    const bytes = Buffer.byteLength(value);
    if (bytes > context.limits.kvValueBytes) {
      throw new ScriptError(
        "KV_LIMIT",
        `Cannot set key ${shown(key)}: value is ${bytes} bytes, at most ${context.limits.kvValueBytes}`,
        { path: "value" },
      );
    }
    if (options.expiration !== undefined && options.expiration * 1000 <= context.now()) {
      throw new ScriptError(
        "INVALID_ARGUMENT",
        `Cannot set key ${shown(key)}: expiration is not in the future (unix seconds)`,
        { path: "expiration" },
      );
    }
    const quotaBytes = context.limits.kvQuotaBytes;
    const version = await underQuota(
      key,
      () => context.storage.kv.set(context.guildId, store, key, value, { ...options, quotaBytes }),
    );
    return { version };
  },
  async setMany(context, { store, entries }) {
    const { guildId, limits, quota, storage } = context;
    const bytes = entries.reduce((sum, { value }) => sum + Buffer.byteLength(value), 0);
    if (bytes > limits.kvValueBytes) {
      throw new ScriptError(
        "KV_LIMIT",
        `Cannot set ${entries.length} keys: their values are ${bytes} bytes, at most ${limits.kvValueBytes} in one call`,
        { path: "entries" },
      );
    }
    quota.charge(Math.floor(entries.length / WRITTEN_PER_CALL));
    const quotaBytes = limits.kvQuotaBytes;
    await underQuota(
      entries[0]?.key ?? "",
      () => storage.kv.setMany(guildId, store, entries, { quotaBytes }),
    );
    return {};
  },
  async deleteMany({ guildId, quota, storage }, { store, keys }) {
    quota.charge(Math.floor(keys.length / WRITTEN_PER_CALL));
    return { deleted: await storage.kv.deleteMany(guildId, store, keys) };
  },
  async updateMetadata({ storage, guildId }, { store, key, metadata }) {
    return { updated: await storage.kv.updateMetadata(guildId, store, key, metadata ?? null) };
  },
  async delete({ storage, guildId }, { store, key }) {
    return { deleted: await storage.kv.delete(guildId, store, key) };
  },
  async increment(context, { store, key, by }) {
    const { guildId, limits, storage } = context;
    const value = await underQuota(
      key,
      () => storage.kv.increment(guildId, store, key, by, limits.kvQuotaBytes),
    );
    return { value };
  },
  async list({ storage, guildId }, { store, ...options }) {
    const { keys, complete, cursor } = await storage.kv.list(guildId, store, options);
    return { keys, list_complete: complete, ...(cursor === undefined ? {} : { cursor }) };
  },
  async items({ storage, guildId, limits }, { store, ...options }) {
    const maxBytes = limits.kvValueBytes;
    const { items, complete, cursor } = await storage.kv.items(guildId, store, { ...options, maxBytes });
    return { items, list_complete: complete, ...(cursor === undefined ? {} : { cursor }) };
  },
  async count(context, { store, ...range }) {
    return { count: await whileWalking(context, (kv) => kv.count(context.guildId, store, range)) };
  },
  async clear({ storage, guildId }, { store, ...range }) {
    return { deleted: await storage.kv.clear(guildId, store, range) };
  },
  async top(context, { store, ...options }) {
    return { entries: await whileWalking(context, (kv) => kv.top(context.guildId, store, options)) };
  },
  async rank(context, { store, key, ...range }) {
    return { rank: await whileWalking(context, (kv) => kv.rank(context.guildId, store, key, range)) };
  },
  async usage({ storage, guildId, limits }) {
    return { usedBytes: await storage.kv.usedBytes(guildId), quotaBytes: limits.kvQuotaBytes };
  },
};

function toResult(entry: KvEntry | null) {
  return entry
    ? { ...entry, metadata: entry.metadata ?? null }
    : { value: null, metadata: null, version: null };
}
