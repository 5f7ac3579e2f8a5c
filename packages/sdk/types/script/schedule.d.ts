/** A schedule that waits. */
export interface ScheduleItem {
    name: string;
    /** When it is due, ISO 8601. */
    at: string;
    payload: unknown;
}
/** When and under which name something was scheduled. */
export type Scheduled = Omit<ScheduleItem, "payload">;
/** What {@link schedule} can do. */
export interface Schedule {
    /**
     * Has `on("schedule")` called at `at` (a `Date`, unix milliseconds, or ISO 8601 with its offset) with the payload, any
     * JSON up to 4 KiB. It survives restarts, redeploys and crashes; a name that waits already is replaced, and a time that
     * is over is due at once. LIMIT_EXCEEDED where a thousand wait.
     *
     * @example
     * on("schedule", (ctx) => console.log(`${ctx.msg.name} is due`, ctx.msg.payload));
     * on("guildBanAdd", (ctx) => schedule(`unban:${ctx.msg.user.id}`, Date.now() + 86_400_000, { id: ctx.msg.user.id }));
     */
    (name: string, at: Date | string | number, payload?: unknown): Promise<Scheduled>;
    /**
     * Takes a schedule back; false where none of that name waits.
     *
     * @example
     * const stopped = await schedule.cancel(`remind:${ctx.msg.author.id}`);
     * console.log(stopped);
     */
    cancel(name: string): Promise<boolean>;
    /**
     * What waits, in the order in which it is due.
     *
     * @example
     * for (const { name, at } of await schedule.list()) console.log(name, at);
     */
    list(): Promise<ScheduleItem[]>;
}
/**
 * Durable one-shot timers, such as reminders and temporary bans.
 *
 * @example
 * on("schedule", (ctx) => console.log(`${ctx.msg.name} is due`));
 * on("messageCreate", (ctx) => schedule("wake-up", Date.now() + 60_000, { for: ctx.msg.author.id }));
 */
export declare const schedule: Schedule;
/**
 * As {@link schedule}, a while from now: `"90s"`, `"1h 30m"`, `"2d"`, `"1w"`, or milliseconds. Without a name it gets one
 * of its own, which the result tells.
 *
 * @example
 * on("schedule", (ctx) => console.log(ctx.msg.payload.userId));
 * on("messageCreate", async (ctx) => {
 *   const { name, at } = await after("2d", { userId: ctx.msg.author.id });
 *   console.log(`${name} is due at ${at}`);
 * });
 */
export declare function after(delay: string | number, payload?: unknown, name?: string): Promise<Scheduled>;
