/** @module Whether the cron jobs that a script registers can be run. */
import { CronExpressionParser } from "cron-parser";
import { ControlError, type CronDefinition } from "@flora/model";
import { nextDue } from "@flora/ops/schedules/due";

/** Throws ControlError SCRIPT_REJECTED naming the job that is wrong. */
export function checkCrons(crons: readonly CronDefinition[], most: number): void {
  if (crons.length > most) {
    throw new ControlError("SCRIPT_REJECTED", `Cannot register cron jobs: ${crons.length}, at most ${most}`, {
      field: "crons",
    });
  }
  const names = new Set<string>();
  for (const [index, cron] of crons.entries()) {
    const wrong = problemOf(cron, names);
    names.add(cron.name);
    if (!wrong) continue;
    throw new ControlError("SCRIPT_REJECTED", `Cannot register cron job "${cron.name}": ${wrong.message}`, {
      field: `crons.${index}.${wrong.key}`,
    });
  }
}

function problemOf({ name, expr, timezone }: CronDefinition, names: ReadonlySet<string>) {
  if (names.has(name)) return { key: "name", message: "another job has this name" };
  if (!isTimezone(timezone)) return { key: "timezone", message: `"${timezone}" is no IANA time zone` };
  if (expr.trim().split(/\s+/).length !== 5) {
    return { key: "expr", message: `"${expr}" must have five fields: minute hour day month weekday` };
  }
  try {
    CronExpressionParser.parse(expr, { tz: timezone });
  } catch (error) {
    return { key: "expr", message: `"${expr}": ${(error as Error).message}` };
  }
  return nextDue({ expr, timezone }, Date.now()) === undefined
    ? { key: "expr", message: `"${expr}" is never due` }
    : undefined;
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
