import { Buffer } from "node:buffer";
import { ScriptError } from "@flora/model";
import { KvQuotaError } from "@flora/storage";
import type { HostHalf, OpContext } from "../contract.ts";
import type { KvOps } from "./schema.ts";

export const kvHost: HostHalf<KvOps> = {
  async get({ storage, guildId }, { store, key }) {
    const entry = await storage.kv.get(guildId, store, key);
    if (!entry) return { value: null, metadata: null, version: null };
    return { value: entry.value, metadata: entry.metadata ?? null, version: entry.version };
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
      context,
      key,
      () => context.storage.kv.set(context.guildId, store, key, value, { ...options, quotaBytes }),
    );
    return { version };
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
      context,
      key,
      () => storage.kv.increment(guildId, store, key, by, limits.kvQuotaBytes),
    );
    return { value };
  },
  async list({ storage, guildId }, { store, ...options }) {
    const { keys, complete, cursor } = await storage.kv.list(guildId, store, options);
    return { keys, list_complete: complete, ...(cursor === undefined ? {} : { cursor }) };
  },
};

/** The storage's refusal to pass the guild's quota, as a code with its figures. */
async function underQuota<T>(context: OpContext, key: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof KvQuotaError)) throw error;
    throw new ScriptError(
      "KV_LIMIT",
      `Cannot set key ${
        shown(key)
      }: guild uses ${error.usedBytes} bytes of KV, at most ${context.limits.kvQuotaBytes}`,
    );
  }
}

/** Keys may be half a kilobyte; a message shows the head of one. */
function shown(key: string): string {
  return JSON.stringify(key.length > 64 ? `${key.slice(0, 63).toWellFormed()}…` : key);
}
