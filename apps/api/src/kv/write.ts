import { Buffer } from "node:buffer";
import { ControlError, type GuildId, type Limits } from "@flora/model";
import { KvQuotaError, type KvStorage } from "@flora/storage";

export interface Entry {
  key: string;
  value: string;
  metadata?: unknown;
  /** Unix seconds. */
  expiration?: number;
  /** 0: only where there is no such key. */
  ifVersion?: number;
}

/** Sets a key as a script may; null where `ifVersion` lost. Throws TOO_LARGE with the figures. */
export async function write(
  kv: KvStorage,
  { kvValueBytes, kvQuotaBytes }: Pick<Limits, "kvValueBytes" | "kvQuotaBytes">,
  { guildId, store }: { guildId: GuildId; store: string },
  { key, value, ...options }: Entry,
): Promise<number | null> {
  const refuse = (why: string) =>
    new ControlError("TOO_LARGE", `Cannot set key ${shown(key)}: ${why}`, { field: "value" });
  const bytes = Buffer.byteLength(value);
  if (bytes > kvValueBytes) throw refuse(`value is ${bytes} bytes, at most ${kvValueBytes}`);
  try {
    return await kv.set(guildId, store, key, value, { ...options, quotaBytes: kvQuotaBytes });
  } catch (error) {
    if (!(error instanceof KvQuotaError)) throw error;
    throw refuse(error.why);
  }
}

/** Keys may be half a kilobyte; a message shows the head of one. */
export function shown(key: string): string {
  return JSON.stringify(key.length > 64 ? `${key.slice(0, 63).toWellFormed()}…` : key);
}
