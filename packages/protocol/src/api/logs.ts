import { z } from "zod";
import { LogLevel, LogLine } from "@flora/model";

export const LogQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: z.coerce.number().int().min(0).optional().describe("Only lines with a greater seq"),
  level: LogLevel.optional().describe("Least level"),
});

export const LogEntry = LogLine.extend({ seq: z.number().int() });
export type LogEntry = z.infer<typeof LogEntry>;

/** Oldest first. */
export const LogPage = z.object({ lines: z.array(LogEntry) });
export type LogPage = z.infer<typeof LogPage>;
