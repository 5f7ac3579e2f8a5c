import { descendants, type Process, stillRunning } from "../support/processes.ts";

/** Remembers every process that was ever seen below one: those that outlive it are orphans. */
export class Census {
  readonly #seen = new Map<string, Process>();

  constructor(private readonly pid: number) {}

  look(): void {
    for (const one of descendants(this.pid)) this.#seen.set(`${one.pid} ${one.startedAt}`, one);
  }

  /** Those of them that run although they are nobody's any more. */
  strays(): Process[] {
    const kept = new Set(descendants(this.pid).map(({ pid }) => pid));
    return stillRunning(this.#seen.values()).filter(({ pid }) => !kept.has(pid));
  }
}
