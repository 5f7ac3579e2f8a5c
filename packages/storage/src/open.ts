import { clock } from "@flora/model/clock";
import type { Storage } from "./contract.ts";
import { openSqlite } from "./sqlite/open.ts";
import { StorageError } from "./storage-error.ts";

export interface OpenOptions {
  /** Unix milliseconds; what decides that a key has expired. */
  now?: () => number;
}

/** Opens the store that a URL names: `sqlite:<path>`, or `sqlite::memory:` for one that is gone when closed. */
export async function openStorage(url: string, { now = clock.now }: OpenOptions = {}): Promise<Storage> {
  const path = url.startsWith("sqlite:") ? url.slice("sqlite:".length) : "";
  if (path === "") {
    const shown = url.replace(/\/\/.*@/, "//[hidden]@");
    throw new StorageError(
      `Cannot open storage "${shown}": only sqlite:<path> and sqlite::memory: are known`,
    );
  }
  return await openSqlite(path, { now });
}
