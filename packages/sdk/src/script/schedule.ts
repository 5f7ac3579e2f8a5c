import { ops } from "../runtime/wall.ts";
import { crypto } from "../web/crypto.ts";
import { durationMs } from "./duration.ts";
import { invalidArgument } from "./errors.ts";
import { assertHandled } from "./registry.ts";

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

const ISO_WITH_OFFSET = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/;
/** In milliseconds this is 1973; unix seconds stay below it for three thousand years. */
const LEAST_MS = 1e11;

const toScheduled = ({ name, at }: { name: string; at: number }): Scheduled => ({
  name,
  at: new Date(at).toISOString(),
});

async function put(name: string, at: number, payload: unknown): Promise<Scheduled> {
  assertHandled("schedule", `Cannot schedule ${JSON.stringify(name)}`);
  return toScheduled(await ops.schedules.put({ name, at, payload: payload ?? null }));
}

/**
 * Durable one-shot timers, such as reminders and temporary bans.
 *
 * @example
 * on("schedule", (ctx) => console.log(`${ctx.msg.name} is due`));
 * on("messageCreate", (ctx) => schedule("wake-up", Date.now() + 60_000, { for: ctx.msg.author.id }));
 */
export const schedule: Schedule = Object.assign(
  async (name: string, at: Date | string | number, payload?: unknown) =>
    await put(name, dueTime(name, at), payload),
  {
    async cancel(name: string): Promise<boolean> {
      return (await ops.schedules.cancel({ name })).cancelled;
    },
    async list(): Promise<ScheduleItem[]> {
      const { schedules } = await ops.schedules.list({});
      return schedules.map(({ payload, ...item }) => ({ ...toScheduled(item), payload }));
    },
  },
);

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
export async function after(delay: string | number, payload?: unknown, name?: string): Promise<Scheduled> {
  return await put(name ?? `after-${crypto.randomUUID()}`, Date.now() + durationMs(delay), payload);
}

function dueTime(name: string, at: Date | string | number): number {
  const wrong = (problem: string) =>
    invalidArgument("at", `Cannot schedule ${JSON.stringify(name)}: ${problem}`);
  if (typeof at === "string" && !ISO_WITH_OFFSET.test(at)) {
    throw wrong(
      `${JSON.stringify(at)} is no time such as "2030-01-31T09:00:00Z"; for a while from now use after()`,
    );
  }
  const ms = typeof at === "number" ? at : new Date(at).getTime();
  if (!Number.isFinite(ms)) throw wrong("at is no time");
  if (ms >= 0 && ms < LEAST_MS) throw wrong("at is in milliseconds, this looks like seconds");
  return Math.round(ms);
}
