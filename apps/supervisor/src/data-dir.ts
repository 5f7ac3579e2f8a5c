import { join } from "node:path";
import process from "node:process";
import { StartError } from "./start-error.ts";

/**
 * Makes the data folder and takes it for this process. Throws StartError when it cannot be written or another flora
 * runs from it. Answers the release.
 */
export async function takeDataDir(dataDir: string): Promise<() => Promise<void>> {
  try {
    await Deno.mkdir(dataDir, { recursive: true, mode: 0o700 });
    const probe = join(dataDir, `.probe-${Deno.pid}`);
    await Deno.writeTextFile(probe, "");
    await Deno.remove(probe);
  } catch (error) {
    throw new StartError(
      `Cannot write data folder "${dataDir}" (FLORA_DATA_DIR): ${(error as Error).message}`,
    );
  }
  const lock = join(dataDir, "supervisor.pid");
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await Deno.writeTextFile(lock, String(Deno.pid), { createNew: true });
      return () => Deno.remove(lock).catch(() => undefined);
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
      const holder = Number(await Deno.readTextFile(lock).catch(() => ""));
      if (holder > 0 && holder !== Deno.pid && await isFlora(holder)) {
        throw new StartError(
          `Cannot start: another flora (process ${holder}) runs from "${dataDir}"; stop it, or set FLORA_DATA_DIR`,
        );
      }
      await Deno.remove(lock).catch(() => undefined);
    }
  }
  throw new StartError(`Cannot start: "${lock}" is being taken by another flora`);
}

/** Whether the process lives and, where the system tells, is a supervisor: pids are used again. */
async function isFlora(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const command = await Deno.readTextFile(`/proc/${pid}/cmdline`).catch(() => undefined);
  return command === undefined || command.includes("supervisor");
}
