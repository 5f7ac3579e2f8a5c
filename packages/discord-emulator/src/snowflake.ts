import type { Clock } from "./clock.ts";

/** Discord's epoch, the first second of 2015, in Unix milliseconds. */
const DISCORD_EPOCH = 1420070400000n;

/** Makes ids that always grow, whose upper bits carry the emulator's time. */
export class Snowflakes {
  readonly #clock: Clock;
  #last = 0n;
  #fixed: bigint | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The next id, 17 to 19 digits long. */
  next(): string {
    if (this.#fixed !== undefined) return (this.#fixed++).toString();
    const candidate = (BigInt(Math.floor(this.#clock.now())) - DISCORD_EPOCH) << 22n;
    this.#last = candidate > this.#last ? candidate : this.#last + 1n;
    return this.#last.toString();
  }

  /** What `make` makes has the ids from `first` on, at each start the same. */
  fixed<T>(first: bigint, make: () => T): T {
    this.#fixed = first;
    try {
      return make();
    } finally {
      this.#fixed = undefined;
    }
  }
}

/** When an id was made, in Unix milliseconds. */
export function snowflakeTime(id: string): number {
  return Number((BigInt(id) >> 22n) + DISCORD_EPOCH);
}

/** Whether a text may be an id: digits only, no sign, at most 64 bits. */
export function isSnowflake(text: string): boolean {
  return /^(0|[1-9]\d{0,18})$/.test(text);
}

/** Orders ids by age, oldest first. */
export function compareIds(left: string, right: string): number {
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
}
