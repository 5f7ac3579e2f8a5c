import { z } from "zod";

/** As long as Discord takes answers to an interaction. */
export const KEEP_AWAKE_MAX_MS = 15 * 60_000;

export const lifeOps = {
  /** One way: something in the isolate waits for an event, so it is not put to sleep meanwhile. */
  keepAwake: {
    args: z.object({ ms: z.number().int().min(0).max(KEEP_AWAKE_MAX_MS) }),
    result: z.null(),
  },
};
export type LifeOps = typeof lifeOps;
