/** @module The smallest op, there to be copied; registered in tests only. */
import { z } from "zod";

export const echoOps = {
  say: {
    args: z.object({ text: z.string().max(1000), times: z.number().int().min(1).max(10).default(1) }),
    result: z.object({ said: z.string() }),
  },
};
export type EchoOps = typeof echoOps;
