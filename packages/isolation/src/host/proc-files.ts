import type { Measure } from "./carrier.ts";

/** Linux counts CPU in ticks of 10 ms for user space. */
const MS_PER_TICK = 10;
const PAGE_BYTES = 4096;
const decoder = new TextDecoder();

/** CPU and memory of one process or thread, read from files that stay open: a look costs a few microseconds. */
export class ProcFiles {
  #stat: Deno.FsFile | undefined;
  #statm: Deno.FsFile | undefined;
  readonly #buffer = new Uint8Array(1024);
  #last: Measure = { cpuMs: 0, residentBytes: 0, ownBytes: 0 };

  /** Where the system does not show them, everything measures 0. */
  constructor(folder: string) {
    try {
      this.#stat = Deno.openSync(`${folder}/stat`);
      this.#statm = Deno.openSync(`${folder}/statm`);
    } catch {
      this.#stat?.close();
      this.#stat = undefined;
    }
  }

  /** Whether this system shows them at all. */
  static get available(): boolean {
    const own = new ProcFiles("/proc/self");
    own.close();
    return own.#statm !== undefined;
  }

  /** Keeps the last figures of a process that has ended. */
  measure(): Measure {
    const stat = this.#read(this.#stat);
    const statm = this.#read(this.#statm);
    if (stat === "" || statm === "") return this.#last;
    // The name before the last bracket is the program's choice.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // Shared are the pages of the program itself, which the system holds once for all processes.
    const [resident, shared] = statm.split(" ").slice(1, 3).map((pages) => Number(pages) * PAGE_BYTES);
    // A zombie has no memory any more, but still its CPU time.
    this.#last = {
      cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK,
      residentBytes: resident! || this.#last.residentBytes,
      ownBytes: resident! - shared!,
    };
    return this.#last;
  }

  close(): void {
    this.#stat?.close();
    this.#statm?.close();
  }

  #read(file: Deno.FsFile | undefined): string {
    if (!file) return "";
    try {
      file.seekSync(0, Deno.SeekMode.Start);
      return decoder.decode(this.#buffer.subarray(0, file.readSync(this.#buffer) ?? 0));
    } catch {
      return "";
    }
  }
}
