import { CpuBudget } from "./cpu-budget.ts";
import type { Guild } from "./guild.ts";

/** Lets a guild's dispatches wait while it has used more than its share of CPU time. */
export class Throttle {
  readonly #budget: CpuBudget;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `usedMs` is the CPU time of all its isolates so far; `onFree` is called when there is some again. */
  constructor(
    private readonly guild: Guild,
    usedMs: () => number,
    private readonly onFree: () => void,
  ) {
    const { limits: { cpuSharePercent: sharePercent, cpuBurstMs: burstMs }, now } = guild.services;
    this.#budget = new CpuBudget({ sharePercent, burstMs }, usedMs, now);
  }

  /** Milliseconds until the next dispatch may start; 0 for now. */
  waitMs(): number {
    return this.#budget.waitMs();
  }

  /** Whether dispatches have to wait now, of which the owner is told. */
  holds(): boolean {
    if (this.#timer !== undefined) return true;
    const waitMs = this.waitMs();
    if (waitMs === 0) return false;
    const { cpuSharePercent } = this.guild.services.limits;
    this.guild.voice.say(
      "warn",
      `Script is slowed down: it used more than ${cpuSharePercent} % of a CPU core for a while; events wait ${waitMs} ms`,
    );
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.onFree();
    }, waitMs);
    return true;
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
