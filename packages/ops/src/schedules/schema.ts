/** @module Schemas of the ops of durable timers. How much may be put is the guild's own limit and judged by the host half. */
import { z } from "zod";

/** Ten years from now is the furthest a schedule may be due. */
export const FURTHEST_MS = 10 * 365 * 86_400_000;

/** Shown in logs and lists, so nothing in it may steer a terminal. */
const name = z.string().max(100, "must have 1 to 100 characters")
  .regex(/^[^\p{C}]+$/u, "must have 1 to 100 printable characters");

/** Unix milliseconds. */
const time = z.number().int();

export const scheduleOps = {
  /** Takes the place of the schedule of the same name; a time that is over is due at once. */
  put: {
    args: z.object({ name, at: time, payload: z.unknown().optional() }),
    result: z.object({ name: z.string(), at: time }),
  },
  /** False where nothing of that name waits. */
  cancel: { args: z.object({ name }), result: z.object({ cancelled: z.boolean() }) },
  /** In the order in which they are due. */
  list: {
    args: z.object({}),
    result: z.object({
      schedules: z.array(z.object({ name: z.string(), at: time, payload: z.unknown() })),
    }),
  },
};
export type ScheduleOps = typeof scheduleOps;
