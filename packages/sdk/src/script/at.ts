import { cron, type CronContext } from "./cron.ts";
import { invalidArgument } from "./errors.ts";

/** How {@link at} goes by the clock. */
export interface AtOptions {
  /** IANA name such as `Europe/Berlin`; UTC by default. Daylight saving is followed: 09:00 stays 09:00. */
  timezone?: string;
  /**
   * What becomes of runs that were missed while flora was down: left out, made up for by one (the default), or each made
   * up for, up to 31 of them one after the other.
   */
  missed?: "skip" | "once" | "all";
  /** What the handler's context and the lists call it; made of time, days and zone by default. */
  name?: string;
}

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const LONG_DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const NAMED: Record<string, string> = {
  "": "*",
  "daily": "*",
  "every day": "*",
  "weekdays": "1-5",
  "weekends": "0,6",
};
const CATCH_UP = { skip: false, once: true, all: "all" } as const;

/**
 * Runs `handler` by the clock on the wall, once per time: `"09:00"` every day, `"09:00 weekdays"`, `"18:30 weekends"`,
 * `"20:15 mon, wed and fri"`, `"7:00 tue-thu"`. It counts as one of the guild's 32 crons.
 *
 * @example
 * at("09:00 weekdays", () => console.log("Good morning"), { timezone: "Europe/Berlin" });
 */
export function at(when: string, handler: (ctx: CronContext) => unknown, options: AtOptions = {}): void {
  const { timezone = "UTC", missed = "once" } = options;
  const { hour, minute, days } = parse(when);
  if (!Object.hasOwn(CATCH_UP, missed)) {
    throw invalidArgument(
      "missed",
      `Cannot register at ${when}: missed is "skip", "once" or "all", not ${JSON.stringify(missed)}`,
    );
  }
  const zone = timezone === "UTC" ? "" : ` ${timezone}`;
  const label = Object.keys(NAMED).find((name) => name !== "" && NAMED[name] === days) ?? namesOf(days);
  const time = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  const name = options.name ?? `${time} ${label}${zone}`;
  cron(name, `${minute} ${hour} * * ${days}`, handler, {
    timezone,
    skipIfRunning: true,
    catchUp: CATCH_UP[missed],
  });
}

function parse(when: string): { hour: number; minute: number; days: string } {
  const found = /^\s*(\d{1,2}):(\d{2})\b(.*)$/.exec(typeof when === "string" ? when.toLowerCase() : "");
  const hour = Number(found?.[1]), minute = Number(found?.[2]);
  const days = found ? parseDays(found[3]!.trim()) : undefined;
  if (days !== undefined && hour < 24 && minute < 60) return { hour, minute, days };
  throw invalidArgument(
    "when",
    `Cannot register at ${JSON.stringify(when)}: write it like "09:00", "09:00 weekdays" or "18:30 mon, fri"`,
  );
}

/** Days of the week as a cron field; undefined where one is not known. */
function parseDays(text: string): string | undefined {
  if (Object.hasOwn(NAMED, text)) return NAMED[text];
  const days = text.split(/\s*(?:,|\band\b|\s)\s*/).filter((word) => word !== "").map(parseRange);
  if (days.length === 0 || days.includes(undefined)) return undefined;
  const unique = [...new Set(days.flat() as number[])].sort((one, other) => one - other).join();
  return unique === "1,2,3,4,5" ? NAMED.weekdays : unique === "0,1,2,3,4,5,6" ? NAMED.daily : unique;
}

/** `tue` or `fri-mon` as numbers, Sunday being 0. */
function parseRange(text: string): number[] | undefined {
  const [first, last = first, ...more] = text.split("-");
  const from = parseDay(first!), to = parseDay(last!);
  if (more.length > 0 || from === undefined || to === undefined) return undefined;
  return Array.from({ length: (to - from + 7) % 7 + 1 }, (_, step) => (from + step) % 7);
}

function parseDay(text: string): number | undefined {
  const day = DAYS.findIndex((short, index) => text === short || text === LONG_DAYS[index]);
  return day === -1 ? undefined : day;
}

function namesOf(days: string): string {
  return days.split(",").map((day) => DAYS[Number(day)]).join();
}
