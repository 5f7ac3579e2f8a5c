import { join } from "node:path";

/** What a person or a script needs to talk to the flora that runs from this data folder. */
export interface RunFile {
  apiUrl: string;
  /** Absent when connected to Discord itself. */
  emulatorUrl?: string;
  /** The demo guild of the emulator. */
  guildId?: string;
  /** An operator's API token, valid while this flora runs. */
  token: string;
  processes: { name: string; pid: number }[];
}

const path = (dataDir: string) => join(dataDir, "run.json");

/** Written whole or not at all, readable by its owner only. */
export async function writeRunFile(dataDir: string, run: RunFile): Promise<void> {
  const temporary = `${path(dataDir)}.${Deno.pid}`;
  await Deno.writeTextFile(temporary, JSON.stringify(run, null, 2) + "\n", { mode: 0o600 });
  await Deno.rename(temporary, path(dataDir));
}

export async function removeRunFile(dataDir: string): Promise<void> {
  await Deno.remove(path(dataDir)).catch(() => undefined);
}
