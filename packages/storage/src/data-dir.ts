import { join } from "node:path";
import { StorageError } from "./storage-error.ts";

/**
 * Makes the data folder and takes it for this process. Throws StorageError when it cannot be written or another flora
 * runs from it. Answers the release. The system itself gives the lock back when the process ends, however it ends.
 */
export async function takeDataDir(
  dataDir: string,
  action: "start" | "restore" = "start",
): Promise<() => Promise<void>> {
  try {
    await Deno.mkdir(dataDir, { recursive: true, mode: 0o700 });
    return await lock(join(dataDir, "supervisor.lock"), dataDir, action);
  } catch (error) {
    if (error instanceof StorageError) throw error;
    throw new StorageError(
      `Cannot write data folder "${dataDir}" (FLORA_DATA_DIR): ${(error as Error).message}`,
    );
  }
}

/** The file stays: were it removed, two starts at once could hold two files of one name. */
async function lock(path: string, dataDir: string, action: string): Promise<() => Promise<void>> {
  const file = await Deno.open(path, { read: true, write: true, create: true, mode: 0o600 });
  if (!await file.tryLock(true)) {
    file.close();
    const holder = (await Deno.readTextFile(path)).trim();
    throw new StorageError(
      `Cannot ${action}: another flora (process ${holder}) runs from "${dataDir}"; stop it, or set FLORA_DATA_DIR`,
    );
  }
  await file.truncate();
  await file.write(new TextEncoder().encode(`${Deno.pid}\n`));
  return async () => {
    // Closing alone would leave it locked while a program that is just being started still has the file.
    await file.unlock();
    file.close();
  };
}
