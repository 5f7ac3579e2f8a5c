import { z } from "zod";
import { Deployment, Finding, GuildId, Manifest, Review, Revision, RevisionId } from "@flora/model";

/** Files of a project by relative POSIX path; only text. `entry` names one of them. */
export const DeployRequest = z.object({
  entry: z.string().min(1).max(256).default("src/main.ts"),
  files: z.record(z.string(), z.string()),
});
export type DeployRequest = z.input<typeof DeployRequest>;

export const DeployResponse = z.object({
  deployment: Deployment,
  warnings: z.array(z.string()).describe("What will not work as written, such as eval"),
  review: Review.optional().describe(
    "What it can do, compared with what was live; absent where nobody could say",
  ),
});
export type DeployResponse = z.infer<typeof DeployResponse>;

export const DeploymentList = z.object({ deployments: z.array(Deployment) });
export type DeploymentList = z.infer<typeof DeploymentList>;

export const HistoryQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(100),
  cursor: z.string().regex(/^\d{1,15}$/, "must be the cursor of a page").optional(),
});

/** Newest first. */
export const DeploymentPage = DeploymentList.extend({
  cursor: z.string().optional().describe("Where the next page begins; absent on the last"),
});
export type DeploymentPage = z.infer<typeof DeploymentPage>;

export const RollbackRequest = z.object({ revisionId: RevisionId });

/** A revision without its sources. */
export const RevisionInfo = Revision.pick({
  id: true,
  guildId: true,
  createdAt: true,
  createdBy: true,
  entry: true,
  manifest: true,
}).extend(Deployment.pick({ codeBytes: true, files: true }).shape);
export type RevisionInfo = z.infer<typeof RevisionInfo>;

/** As a deploy takes them. */
export const RevisionSources = Revision.pick({ entry: true }).extend({
  files: z.record(z.string(), z.string()),
});
export type RevisionSources = z.infer<typeof RevisionSources>;

export const ValidateResponse = z.object({
  ok: z.boolean().describe("Whether a deploy would be taken, as far as can be said without Discord"),
  codeBytes: z.number().int().optional().describe("Size of the bundle; absent where there is none"),
  manifest: Manifest.optional().describe("What the script registers; absent where it does not load"),
  findings: z.array(Finding),
  review: Review.optional().describe(
    "What it can do, compared with what is live; absent where it does not load",
  ),
});
export type ValidateResponse = z.infer<typeof ValidateResponse>;

export const GuildList = z.object({ guilds: z.array(z.object({ guildId: GuildId, name: z.string() })) });
export type GuildList = z.infer<typeof GuildList>;
