import { type CronContext } from "./cron.js";
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
/**
 * Runs `handler` by the clock on the wall, once per time: `"09:00"` every day, `"09:00 weekdays"`, `"18:30 weekends"`,
 * `"20:15 mon, wed and fri"`, `"7:00 tue-thu"`. It counts as one of the guild's 32 crons.
 *
 * @example
 * at("09:00 weekdays", () => console.log("Good morning"), { timezone: "Europe/Berlin" });
 */
export declare function at(when: string, handler: (ctx: CronContext) => unknown, options?: AtOptions): void;
