import { z } from "zod";
import { RevisionId } from "@flora/model";

export const DiffQuery = z.object({
  from: RevisionId.optional().describe("The revision to compare with; what is live where absent"),
});

export const FileDiff = z.object({
  path: z.string(),
  status: z.enum(["added", "removed", "changed"]),
  added: z.number().int().describe("Lines"),
  removed: z.number().int().describe("Lines"),
  patch: z.string().optional().describe("Unified diff; absent where the answer would be too large"),
});
export type FileDiff = z.infer<typeof FileDiff>;

export const ManifestChange = z.object({
  part: z.enum(["prefix", "events", "prefixCommands", "commands", "crons", "webhooks", "settings"]),
  name: z.string(),
  change: z.enum(["added", "removed", "changed"]),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export type ManifestChange = z.infer<typeof ManifestChange>;

export const RevisionDiff = z.object({
  from: RevisionId,
  to: RevisionId,
  entry: z.object({ before: z.string(), after: z.string() }).optional().describe("Where it is another file"),
  files: z.array(FileDiff),
  manifest: z.array(ManifestChange),
});
export type RevisionDiff = z.infer<typeof RevisionDiff>;
