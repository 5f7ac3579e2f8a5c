import { clock } from "@flora/model/clock";
import type { Storage } from "./contract.ts";
import { openSqlite } from "./sqlite/open.ts";
import { StorageError } from "./storage-error.ts";

export interface OpenOptions {
  /** Unix milliseconds; what decides that a key has expired. */
  now?: () => number;
}

/**
 * Opens the store that a URL names: `sqlite:<path>`, `sqlite::memory:` for one that is gone when closed, or a Redis:
 * `redis[s]://[user:password@]host[:port][/database][?prefix=name&ca=path]`.
 */
export async function openStorage(url: string, { now = clock.now }: OpenOptions = {}): Promise<Storage> {
  if (/^rediss?:/.test(url)) {
    // Loaded only where Redis is used.
    const { openRedis } = await import("./redis/open.ts");
    return await openRedis(url, { now });
  }
  const path = url.startsWith("sqlite:") ? url.slice("sqlite:".length) : "";
  if (path === "") {
    const shown = url.replace(/\/\/.*@/, "//[hidden]@");
    throw new StorageError(
      `Cannot open storage "${shown}": only sqlite:<path>, sqlite::memory: and redis[s]://<host> are known`,
    );
  }
  return await openSqlite(path, { now });
}
