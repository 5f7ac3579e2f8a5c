import { z } from "zod";
import { CronDefinition } from "@flora/model";

const time = z.number().int().describe("Unix milliseconds");

export const CronInfo = CronDefinition.extend({
  next: z.array(time).describe("When it is due next; none while the script is paused"),
  last: z.object({
    dueAt: time,
    status: z.string().describe(
      "How it ended: ok, threw, timed-out, lost, dropped, skipped or missed; waiting or running where it has not",
    ),
    endedAt: time.optional(),
  }).optional().describe("Absent where it never was due"),
  missed: z.number().int().describe("Runs so far that nobody made up for"),
});
export type CronInfo = z.infer<typeof CronInfo>;

/** In the order in which the script registers them. */
export const CronList = z.object({ crons: z.array(CronInfo) });
export type CronList = z.infer<typeof CronList>;

/** In the query, as a name may be `..` or hold slashes, which a path would swallow. */
export const CronRunQuery = z.object({ name: z.string().min(1).max(64) });

export const CronRun = z.object({
  dueAt: time.describe("What the script is told as its due time, in unix milliseconds"),
  status: z.enum(["ok", "threw", "timed-out", "lost", "dropped", "running"]),
  message: z.string().optional().describe("What a handler threw, or why it did not run"),
});
export type CronRun = z.infer<typeof CronRun>;

export const ScheduleQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().regex(/^\d{1,15}$/, "must be the cursor of a page").optional(),
});

/** In the order in which they are due. */
export const ScheduleList = z.object({
  schedules: z.array(z.object({ name: z.string(), dueAt: time, payload: z.unknown() })),
  total: z.number().int(),
  cursor: z.string().optional().describe("Where the next page begins; absent on the last"),
});
export type ScheduleList = z.infer<typeof ScheduleList>;

export const ScheduleCancelQuery = z.object({ name: z.string().min(1).max(100) });
