/** @module Round trips as the host sees them: a script that calls op after op calls the next when it has the answer. */
import { quantile, rounded, spread } from "../isolate/samples.ts";

/** Calls left out at the start. */
const WARM_UP = 300;

export class Arrivals {
  readonly #at: number[] = [];

  /** To be called when an op arrives, or has had its effect. */
  readonly note = (): void => void this.#at.push(performance.now());

  clear(): void {
    this.#at.length = 0;
  }

  /** Milliseconds from one to the next. */
  gaps(): number[] {
    return this.#at.slice(WARM_UP).map((at, index, rest) => at - (rest[index - 1] ?? at)).slice(1);
  }

  /** Median and 99th percentile of the way from one to the next, less `apartMs`, for each of `many`. */
  spread(name: string, { apartMs = 0, many = 1 } = {}): Record<string, number> {
    return spread(name, "Us", this.gaps().map((gap) => Math.max(0, gap - apartMs) / many));
  }

  medianMs(): number {
    return quantile(this.gaps(), 0.5);
  }

  /** How many a second, from the first to the last. */
  perSecond(name: string, many = 1): Record<string, number> {
    const times = this.#at.slice(WARM_UP);
    const seconds = (times.at(-1)! - times[0]!) / 1_000;
    return { [`${name}PerSecond`]: rounded((times.length - 1) * many / seconds) };
  }
}

/** Sequential calls: as many as a figure is made of. */
export const CALLS = WARM_UP + 2_000;
/** Calls that wait for an answer at once, where it is the rate that is measured. */
export const LANES = 8;
