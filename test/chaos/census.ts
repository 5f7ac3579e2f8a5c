import { descendants, type Process, stillRunning } from "../support/processes.ts";

/** Remembers every process that was ever seen below those it follows: those that outlive them are orphans. */
export class Census {
  readonly #seen = new Map<string, Process>();
  readonly #roots: number[] = [];

  follow(pid: number): void {
    this.#roots.push(pid);
  }

  look(): void {
    for (const one of this.#below()) this.#seen.set(`${one.pid} ${one.startedAt}`, one);
  }

  /** Those of them that run although they are nobody's any more. */
  strays(): Process[] {
    const kept = new Set(this.#below().map(({ pid }) => pid));
    return this.running().filter(({ pid }) => !kept.has(pid));
  }

  /** Those that were seen and still run. */
  running(): Process[] {
    return stillRunning(this.#seen.values());
  }

  #below(): Process[] {
    return this.#roots.flatMap(descendants);
  }
}
