import type { Delivered } from "./context-types.js";
import type { GuildReads } from "./guild-types.js";
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
/**
 * Runs `handler` by the clock. `expr` has five fields: minute, hour, day of month, month, day of week. At most 32 per guild.
 *
 * @example
 * cron("cleanup", "0 4 * * *", async ({ scheduledAt }) => {
 *   console.log(`due at ${scheduledAt}`);
 * }, { timezone: "Europe/Berlin", catchUp: true });
 */
export declare function cron(name: string, expr: string, handler: (ctx: CronContext) => unknown, options?: CronOptions): void;
