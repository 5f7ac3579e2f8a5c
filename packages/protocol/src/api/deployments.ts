import { z } from "zod";
import { Deployment, GuildId } from "@flora/model";

/** Files of a project by relative POSIX path; only text. `entry` names one of them. */
export const DeployRequest = z.object({
  entry: z.string().min(1).max(256).default("src/main.ts"),
  files: z.record(z.string(), z.string()),
});
export type DeployRequest = z.input<typeof DeployRequest>;

export const DeployResponse = z.object({
  deployment: Deployment,
  warnings: z.array(z.string()).describe("What will not work as written, such as eval"),
});
export type DeployResponse = z.infer<typeof DeployResponse>;

export const DeploymentList = z.object({ deployments: z.array(Deployment) });
export type DeploymentList = z.infer<typeof DeploymentList>;

export const GuildList = z.object({ guilds: z.array(z.object({ guildId: GuildId, name: z.string() })) });
export type GuildList = z.infer<typeof GuildList>;
