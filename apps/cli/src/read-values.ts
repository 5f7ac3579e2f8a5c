import { InvalidArgumentError } from "commander";
import { UsageError } from "./failure.ts";

const UNIT_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** For an option that is a whole number. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be ${least} to ${most}.`);
  };
}

/** Unix milliseconds of a time, or of so long ago; throws UsageError. */
export function parseSince(text: string, now: number): number {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  const at = count === undefined ? time : now - Number(count) * UNIT_MS[unit!]!;
  if (Number.isFinite(at)) return Math.max(0, at);
  throw new UsageError(`Cannot read time "${text}": it must be like 10m, 2h, 1d or 2030-01-31T12:00Z`);
}

/** For help texts. */
export const sinceHelp = "10m, 2h, 1d, or a time such as 2030-01-31T12:00Z";
