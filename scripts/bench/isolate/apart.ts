/** @module Keeps the worker and one guest of it on other cores than all its other guests, where `taskset` can do that. */
import { childProcesses } from "./memory.ts";

const cores = navigator.hardwareConcurrency;
/** Hostile guests, and those that boot, have this one; the others are the measured guild's. */
const theirs = cores - 1;
const ours = cores > 2 ? `0-${cores - 2}` : "0";

const taskset = "/usr/bin/taskset";
const { Command } = Deno;
/** Programs that are to start on the other core: what a worker starts begins where the worker runs. */
const programs = Deno as { Command: typeof Command };

class Elsewhere extends Command {
  constructor(program: string | URL, options: Deno.CommandOptions = {}) {
    super(taskset, { ...options, args: ["--cpu-list", `${theirs}`, `${program}`, ...options.args ?? []] });
  }
}

export interface Apart {
  /** How many cores the worker and one guest have to themselves. */
  cores: number;
  /** Gives this process, and the guest that works most while `work` runs, these cores. */
  around(work: () => Promise<unknown>): Promise<void>;
  /** Gives this process all cores again. */
  end(): Promise<void>;
}

/** From now on guests start on a core of their own. Undefined where there is one core, or no `taskset` that works. */
export async function keepApart(): Promise<Apart | undefined> {
  if (Deno.build.os !== "linux" || cores < 2 || !await pin(Deno.pid, `0-${theirs}`)) return undefined;
  programs.Command = Elsewhere;
  return {
    cores: theirs,
    async around(work) {
      await pin(Deno.pid, ours);
      const before = new Map(childProcesses().map((pid) => [pid, cpuNs(pid)]));
      await work();
      const worked = (pid: number) => cpuNs(pid) - (before.get(pid) ?? Infinity);
      const [busiest] = childProcesses().sort((one, other) => worked(other) - worked(one));
      await pin(busiest!, ours);
    },
    async end() {
      programs.Command = Command;
      await pin(Deno.pid, `0-${theirs}`);
    },
  };
}

/** All threads of a process; false where that does not work. */
async function pin(pid: number, list: string): Promise<boolean> {
  try {
    const args = ["--all-tasks", "--cpu-list", "--pid", list, `${pid}`];
    return (await new Command(taskset, { args, stdout: "null", stderr: "null" }).output()).success;
  } catch {
    return false;
  }
}

/** Time that a process's first thread has run. */
function cpuNs(pid: number): number {
  try {
    return Number(Deno.readTextFileSync(`/proc/${pid}/schedstat`).split(" ")[0]);
  } catch {
    return 0;
  }
}
