import { z } from "zod";
import { Snowflake, WhyCount, WhyRecord } from "@flora/model";

/** Without any of them: everything that is remembered. */
export const WhyQuery = z.object({
  message: Snowflake.optional().describe("Only what became of this message"),
  command: z.string().min(1).max(100).optional().describe(
    "Only this command, with or without its slash; or the custom id of a component",
  ),
  since: z.coerce.number().int().min(0).optional().describe("Only what came in since; Unix milliseconds"),
});

export const WhyAnswer = z.object({
  countedSince: z.number().describe(
    "Since when events are counted: flora remembers none from before it started",
  ),
  hints: z.array(z.string()).describe("What stands in the way now, such as an intent that the bot lacks"),
  counts: z.array(WhyCount).describe("All events by kind and reason, the most frequent first"),
  records: z.array(WhyRecord).describe("The last events and what became of each, newest first"),
});
export type WhyAnswer = z.infer<typeof WhyAnswer>;
