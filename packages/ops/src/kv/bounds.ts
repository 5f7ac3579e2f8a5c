import { ScriptError } from "@flora/model";
import { KvQuotaError, type KvStorage } from "@flora/storage";
import type { OpContext } from "../contract.ts";

/** The storage's refusal to pass the guild's quota, as a code with its figures. */
export async function underQuota<T>(key: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof KvQuotaError)) throw error;
    throw new ScriptError("KV_LIMIT", `Cannot set key ${shown(key)}: ${error.why}`);
  }
}

/**
 * Reads that walk past as many keys as the guild has stored: each millisecond counts as a call, so that a guild with very
 * many keys cannot keep its worker busy with them.
 */
export async function whileWalking<T>(context: OpContext, walk: (kv: KvStorage) => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await walk(context.storage.kv);
  } finally {
    context.quota.charge(Math.floor(performance.now() - start));
  }
}

/** Keys may be half a kilobyte; a message shows the head of one. */
export function shown(key: string): string {
  return JSON.stringify(key.length > 64 ? `${key.slice(0, 63).toWellFormed()}…` : key);
}
