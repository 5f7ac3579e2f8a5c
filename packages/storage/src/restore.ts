import { copyFile, mkdir, open, rename, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { checkCopy, type CopyFacts } from "./sqlite/check-copy.ts";
import { StorageError } from "./storage-error.ts";

export interface Restored extends CopyFacts {
  /** Where the previous store is now; absent where there was none. */
  kept?: string;
}

/** What SQLite keeps beside a database. */
const companions = ["", "-wal", "-shm"];

/**
 * Puts a checked copy in the place of the store at `path`, which nobody may have open; the store of before is kept beside
 * it. Until the last step nothing has changed. Throws StorageError for a copy that is none, and where there is no room.
 */
export async function restoreCopy(copy: string, path: string, now = new Date()): Promise<Restored> {
  const facts = checkCopy(copy);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.restored`;
  await write(copy, draft).catch(async (error) => {
    await rm(draft, { force: true }).catch(() => undefined);
    throw new StorageError(`Cannot restore "${path}": ${error.message}`, { cause: error });
  });
  const kept = existsSync(path) ? `${path}.before-${now.toISOString().replaceAll(/[:.]/g, "-")}` : undefined;
  for (const companion of kept === undefined ? [] : companions) {
    if (existsSync(path + companion)) await rename(path + companion, kept + companion);
  }
  await rename(draft, path);
  return kept === undefined ? facts : { ...facts, kept };
}

async function write(copy: string, draft: string): Promise<void> {
  await copyFile(copy, draft);
  const file = await open(draft, "r+");
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
}
