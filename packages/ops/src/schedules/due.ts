/** @module When a cron job is due: five fields read in a time zone, daylight saving followed. */
import { CronExpressionParser } from "cron-parser";
import type { CronDefinition } from "@flora/model";

type When = Pick<CronDefinition, "expr" | "timezone">;

/** No time zone changes its offset by more than this. */
const SHIFT_MS = 3 * 3_600_000;

/** A cache of stretches without a due time, by expression and zone: most guilds use the same few expressions. */
const gaps = new Map<string, { from: number; next: number }>();
const GAPS_KEPT = 10_000;

/** Unix milliseconds of the first due time after `after`; undefined when there is none in sight. */
export function nextDue(when: When, after: number): number | undefined {
  const key = `${when.timezone} ${when.expr}`;
  const gap = gaps.get(key);
  if (gap && gap.from <= after && after < gap.next) return gap.next;
  const next = dueTimes(when, after).next().value ?? undefined;
  if (next !== undefined) keep(key, { from: after, next });
  return next;
}

function keep(key: string, gap: { from: number; next: number }): void {
  // The latest moves to the end, so that the first is the one that nobody used for longest.
  gaps.delete(key);
  gaps.set(key, gap);
  if (gaps.size > GAPS_KEPT) gaps.delete(gaps.keys().next().value!);
}

/** The latest `most` due times in (`after`, `until`], oldest first. */
export function missedDue(when: When, after: number, until: number, most: number): number[] {
  if ((nextDue(when, after) ?? Infinity) > until) return [];
  const found: number[] = [];
  for (const due of dueTimes(when, roughlyBefore(when, after, until, most))) {
    if (due > until) break;
    found.push(due);
  }
  return found.slice(-most);
}

/** A time that `most` due times follow up to `until`, `after` where there are fewer. */
function roughlyBefore({ expr, timezone }: When, after: number, until: number, most: number): number {
  try {
    const dates = CronExpressionParser.parse(expr, { currentDate: new Date(until + 1), tz: timezone });
    let due = until;
    for (let count = 0; count < most && due > after; count++) due = dates.prev().getTime();
    return Math.max(after, due - 1);
  } catch {
    return after;
  }
}

/**
 * Each local time once, also where clocks are put on or back, from wherever one starts: the parser tells what was skipped
 * and what repeats only when it comes from before.
 */
function* dueTimes({ expr, timezone }: When, after: number): Generator<number, undefined> {
  const start = clockWasSet(timezone, after) ? after - SHIFT_MS : after;
  try {
    const dates = CronExpressionParser.parse(expr, { currentDate: new Date(start), tz: timezone });
    for (;;) {
      const due = dates.next().getTime();
      if (due > after) yield due;
    }
  } catch {
    // Never due again.
  }
}

function clockWasSet(timezone: string, at: number): boolean {
  return timezone !== "UTC" && offset(timezone, at) !== offset(timezone, at - SHIFT_MS);
}

function offset(timezone: string, at: number): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).offsetNanoseconds;
}
