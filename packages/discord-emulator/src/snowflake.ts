import type { Clock } from "./clock.ts";

/** Discord's epoch, the first second of 2015, in Unix milliseconds. */
const DISCORD_EPOCH = 1420070400000n;

/** Makes ids that always grow, whose upper bits carry the emulator's time. */
export class Snowflakes {
  readonly #clock: Clock;
  #last = 0n;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The next id, 17 to 19 digits long. */
  next(): string {
    const candidate = (BigInt(Math.floor(this.#clock.now())) - DISCORD_EPOCH) << 22n;
    this.#last = candidate > this.#last ? candidate : this.#last + 1n;
    return this.#last.toString();
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
