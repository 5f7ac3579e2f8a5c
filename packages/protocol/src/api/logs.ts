import { z } from "zod";
import { LogLevel, LogLine } from "@flora/model";

const time = z.coerce.number().int().min(0);

/** Which lines: those that fit all that is given. */
export const LogFilter = z.object({
  level: LogLevel.optional().describe("Least level"),
  dispatch: z.string().min(1).max(100).optional().describe("Only what was said in this dispatch"),
});

export const LogQuery = LogFilter.extend({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  since: time.optional().describe("Unix milliseconds: from this one on"),
  until: time.optional().describe("Unix milliseconds: before this one"),
  after: z.coerce.number().int().min(0).optional().describe(
    "The first lines with a greater seq, not the newest",
  ),
  cursor: z.string().regex(/^\d{1,15}$/, "must be the cursor of a page").optional(),
});

export const LogEntry = LogLine.extend({ seq: z.number().int() }).meta({ id: "LogEntry" });
export type LogEntry = z.infer<typeof LogEntry>;

/** Oldest first. */
export const LogPage = z.object({
  lines: z.array(LogEntry),
  cursor: z.string().optional().describe("Where the page of older lines begins; absent where there are none"),
});
export type LogPage = z.infer<typeof LogPage>;
