/** @module What must be true of the host after every attack. Linux shows processes, threads, files and CPU time; elsewhere those are not looked at. */
import { childrenOf, cpuTicks } from "../../apps/worker/src/testing/guests.ts";
import type { Adapter } from "./contract.ts";

/** Every wait for the host to come to rest ends here. */
const PATIENCE_MS = 60_000;
/** CPU time of a worker at rest, over this long, in ticks of 10 ms. */
const LOOK_MS = 60;
const REST_TICKS = 1;

/** The poll of one ended thread, which Deno gives back when the next one starts: it is never more than that. */
const SLACK_FILES: Record<Adapter, number> = { isolated: 0, embedded: 2 };

const linux = Deno.build.os === "linux";

interface Residue {
  /** Guest processes, or guest threads: the neighbour's and the spares'. */
  guests: number;
  openFiles: string[];
}

/** How one worker looks when nobody attacks it. */
export class Aftermath {
  #rest: Residue = { guests: 0, openFiles: [] };

  constructor(
    private readonly adapter: Adapter,
    private readonly worker: { readonly pid: number },
    /** The neighbour's and as many spares as the worker keeps. */
    private readonly expectedGuests: number,
    /** Folders in which nothing may appear. */
    private readonly folders: string[],
  ) {}

  #files: string[] = [];

  /** Takes the worker's looks at rest. */
  async settle(): Promise<void> {
    if (linux) {
      const rested = await soon(() => guestsOf(this.adapter, this.worker.pid) === this.expectedGuests);
      if (!rested) {
        throw new Error(`Cannot start attack: worker has ${guestsOf(this.adapter, this.worker.pid)} guests`);
      }
      await this.#resting();
      this.#rest = { guests: this.expectedGuests, openFiles: openFiles(this.worker.pid) };
    }
    this.#files = this.#listFiles();
  }

  /** What is left of an attack, in words. */
  async problems(): Promise<string[]> {
    const problems: string[] = [];
    if (linux) {
      const { pid } = this.worker;
      const { guests, openFiles: files } = this.#rest;
      const what = this.adapter === "isolated" ? "processes" : "threads";
      if (!await soon(() => guestsOf(this.adapter, pid) <= guests)) {
        problems.push(`left ${guestsOf(this.adapter, pid) - guests} ${what}`);
      }
      if (!await this.#resting()) problems.push("left the CPU busy");
      if (!await soon(() => openFiles(pid).length <= files.length + SLACK_FILES[this.adapter])) {
        problems.push(`left open ${more(files, openFiles(pid))}`);
      }
    }
    const files = this.#listFiles();
    const appeared = files.filter((file) => !this.#files.includes(file));
    this.#files = files;
    if (appeared.length > 0) problems.push(`wrote ${appeared.join(", ")}`);
    return problems;
  }

  /** Waits until neither the worker nor any guest of it computes. */
  async #resting(): Promise<boolean> {
    const end = performance.now() + PATIENCE_MS;
    while (performance.now() < end) {
      const before = ticksOf(this.worker.pid);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      const after = ticksOf(this.worker.pid);
      let used = 0;
      for (const [pid, ticks] of after) used += ticks - (before.get(pid) ?? ticks);
      if (used <= REST_TICKS && after.size === before.size) return true;
    }
    return false;
  }

  #listFiles(): string[] {
    return this.folders.flatMap((folder) => [...walk(folder)]);
  }
}

async function soon(condition: () => boolean): Promise<boolean> {
  const end = performance.now() + PATIENCE_MS;
  while (!condition()) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return true;
}

function guestsOf(adapter: Adapter, pid: number): number {
  return adapter === "isolated" ? childrenOf(pid).length : threadsOf(pid);
}

/** Threads that Deno made for workers. */
function threadsOf(pid: number): number {
  return list(`/proc/${pid}/task`).filter((id) => read(`/proc/${pid}/task/${id}/comm`).startsWith("worker-"))
    .length;
}

/** What each open file leads to, numbers left out. */
const openFiles = (pid: number) =>
  list(`/proc/${pid}/fd`).map((fd) => link(`/proc/${pid}/fd/${fd}`).replaceAll(/\d+/g, "N"));

/** What there is more of now than before, in words. */
function more(before: string[], now: string[]): string {
  const count = (all: string[], one: string) => all.filter((other) => other === one).length;
  const kinds = [...new Set(now)].map((kind) => ({ kind, more: count(now, kind) - count(before, kind) }));
  return kinds.filter(({ more }) => more !== 0).map(({ kind, more }) => `${more} ${kind}`).join(", ");
}

const ticksOf = (pid: number) => new Map([pid, ...childrenOf(pid)].map((id) => [id, cpuTicks(id)]));

function list(folder: string): string[] {
  try {
    return Array.from(Deno.readDirSync(folder), ({ name }) => name);
  } catch {
    return [];
  }
}

function link(path: string): string {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return "";
  }
}

function read(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

/** Names and sizes, so that a file that grew shows too; the store's own files are the worker's. */
function* walk(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* walk(path);
    else if (!entry.name.startsWith("flora.db")) yield `${path} (${Deno.lstatSync(path).size} bytes)`;
  }
}
