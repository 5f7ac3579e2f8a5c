import { invalidArgument } from "./errors.ts";
import type { Delivered } from "./context-types.ts";
import type { GuildReads } from "./guild-types.ts";
import { addCron } from "./registry.ts";

/** What the handler of a cron job is given. */
export interface CronContext extends Delivered {
  name: string;
  /** The minute it was due, ISO 8601. */
  scheduledAt: string;
  /** The same as the global `guild`. */
  guild: GuildReads;
}
/** How {@link cron} goes by the clock. */
export interface CronOptions {
  /** Leaves a run out while the last one still goes on; false by default. */
  skipIfRunning?: boolean;
  /** IANA name such as `Europe/Berlin`; UTC by default. */
  timezone?: string;
  /**
   * Makes up for the latest run that was missed while flora was down, or with `"all"` for each of them, up to 31, one
   * after the other; false by default.
   */
  catchUp?: boolean | "all";
}

const FIELDS = 5;

/**
 * Runs `handler` by the clock. `expr` has five fields: minute, hour, day of month, month, day of week. At most 32 per guild.
 *
 * @example
 * cron("cleanup", "0 4 * * *", async ({ scheduledAt }) => {
 *   console.log(`due at ${scheduledAt}`);
 * }, { timezone: "Europe/Berlin", catchUp: true });
 */
export function cron(
  name: string,
  expr: string,
  handler: (ctx: CronContext) => unknown,
  options: CronOptions = {},
): void {
  if (typeof name !== "string" || !/^.{1,64}$/.test(name)) {
    throw invalidArgument("name", "Cannot register cron: its name must have 1 to 64 characters");
  }
  if (typeof expr !== "string" || expr.trim().split(/\s+/).length !== FIELDS) {
    throw invalidArgument(
      "expr",
      `Cannot register cron ${name}: ${JSON.stringify(expr)} does not have five fields`,
    );
  }
  if (typeof handler !== "function") {
    throw invalidArgument("handler", `Cannot register cron ${name}: its handler must be a function`);
  }
  const { skipIfRunning = false, timezone = "UTC", catchUp = false } = options;
  addCron({ name, expr: expr.trim(), timezone, skipIfRunning, catchUp }, handler);
}
