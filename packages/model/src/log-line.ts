import { z } from "zod";

export const LogLevel = z.enum(["debug", "info", "warn", "error"]);
export type LogLevel = z.infer<typeof LogLevel>;

/** One line of a guild's log: what the script printed, or what flora has to tell its owner. */
export const LogLine = z.object({
  /** Unix milliseconds. */
  at: z.number().int(),
  level: LogLevel,
  source: z.enum(["script", "flora"]),
  message: z.string(),
  dispatchId: z.string().optional(),
  event: z.string().optional(),
  revisionId: z.string().optional(),
});
export type LogLine = z.infer<typeof LogLine>;

/** A stored line; `seq` grows by one per line of the store and is the resume point of a tail. */
export interface StoredLogLine extends LogLine {
  seq: number;
}
