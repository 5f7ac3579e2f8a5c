import { z } from "zod";
import { LogLevel } from "@flora/model";

export const logOps = {
  /** One way: sent with `tell`. A line over the limit is cut, a line over the rate is left out and counted. */
  write: {
    args: z.object({ level: LogLevel, message: z.string() }),
    result: z.null(),
  },
};
export type LogOps = typeof logOps;
