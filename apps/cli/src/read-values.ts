import { readSince } from "@flora/model";
import { InvalidArgumentError } from "commander";
import { UsageError } from "./failure.ts";

/** For an option that is a whole number. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be ${least} to ${most}.`);
  };
}

/** For an argument or option that is a guild's id. */
export function guildId(text: string): string {
  if (/^\d{17,20}$/.test(text)) return text;
  throw new InvalidArgumentError("An id has 17 to 20 digits.");
}

/** Unix milliseconds of a time, or of so long ago; throws UsageError. */
export function parseSince(text: string, now: number): number {
  const since = readSince(text, now);
  if (since !== undefined) return since;
  throw new UsageError(`Cannot read time "${text}": it must be like 10m, 2h, 1d or 2030-01-31T12:00Z`);
}

/** For help texts. */
export const sinceHelp = "10m, 2h, 1d, or a time such as 2030-01-31T12:00Z";
