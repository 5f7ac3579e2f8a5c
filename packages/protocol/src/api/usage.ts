import { z } from "zod";
import { LifecycleStateSchema, RevisionId, WhyReason } from "@flora/model";

const count = z.number().int();

export const GuildUsage = z.object({
  deployment: z.object({
    number: count,
    revisionId: RevisionId,
    pausedAt: count.optional(),
  }).optional().describe("Absent where nothing is deployed"),
  events: z.object({
    countedSince: z.number().describe("Unix milliseconds: flora remembers none from before it started"),
    dispatches: count.describe("Events whose handlers ran, to their end or not"),
    errors: count.describe("Of those, how many did not end well"),
    byReason: z.partialRecord(WhyReason, count).describe("All events, by what became of them"),
  }),
  runsOn: z.object({
    worker: z.string(),
    state: LifecycleStateSchema.optional().describe(
      "stopped where it sleeps until the next event, failed where it has to wait after failures",
    ),
    generation: count.optional(),
    dispatches: count.optional().describe("Since the guild came to this worker, as all that follows"),
    cpuMs: z.number().optional(),
    queueWaitMs: count.optional().describe("All waits for a turn together"),
    longestQueueWaitMs: count.optional(),
    residentBytes: count.optional().describe("Memory at this moment"),
  }).optional().describe(
    "Absent where it runs nowhere at this moment; figures absent where the worker does not answer",
  ),
  kv: z.object({ usedBytes: count, quotaBytes: count }),
  limits: z.object({
    residentBytes: count,
    cpuSharePercent: z.number().describe("Of one core, over the long run"),
  }),
});
export type GuildUsage = z.infer<typeof GuildUsage>;
