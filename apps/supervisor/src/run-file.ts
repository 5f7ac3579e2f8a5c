import { join } from "node:path";

/** What a person or a script needs to talk to the flora that runs from this data folder. */
export interface RunContents {
  apiUrl: string;
  /** Absent when connected to Discord itself. */
  emulatorUrl?: string;
  /** The demo guild of the emulator. */
  guildId?: string;
  /** An operator's API token, valid while this flora runs. */
  token: string;
  /** `probePort` where the process is asked for its health and figures. */
  processes: { name: string; pid: number; probePort?: number }[];
}

/** `run.json` of one data folder: there while flora runs, whole at every moment, readable by its owner only. */
export class RunFile {
  readonly #path: string;
  #tail: Promise<void> = Promise.resolve();

  constructor(dataDir: string) {
    this.#path = join(dataDir, "run.json");
  }

  write(contents: RunContents): Promise<void> {
    return this.#next(async () => {
      const temporary = `${this.#path}.${Deno.pid}`;
      await Deno.writeTextFile(temporary, JSON.stringify(contents, null, 2) + "\n", { mode: 0o600 });
      await Deno.rename(temporary, this.#path);
    });
  }

  remove(): Promise<void> {
    return this.#next(() => Deno.remove(this.#path).catch(() => undefined));
  }

  /** One after the other: what is asked for last is what stays. */
  #next(change: () => Promise<void>): Promise<void> {
    const done = this.#tail.then(change);
    this.#tail = done.catch(() => undefined);
    return done;
  }
}
