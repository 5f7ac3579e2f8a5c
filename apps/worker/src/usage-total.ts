import type { Usage } from "@flora/isolation";

/** What a guild's isolates used, the ended ones included. */
export class UsageTotal {
  #dispatches = 0;
  #cpuMs = 0;

  addEnded({ dispatches, cpuMs }: Usage): void {
    this.#dispatches += dispatches;
    this.#cpuMs += cpuMs;
  }

  /** Together with the isolate that runs now. */
  with(running: Usage | undefined): Omit<Usage, "ownBytes"> {
    return {
      dispatches: this.#dispatches + (running?.dispatches ?? 0),
      cpuMs: this.#cpuMs + (running?.cpuMs ?? 0),
      residentBytes: running?.residentBytes ?? 0,
    };
  }
}
