import { z } from "zod";
import { BundleUses } from "./capability.ts";
import { GuildId, RevisionId } from "./ids.ts";
import { SettingDefinition } from "./setting.ts";
import { WebhookDefinition } from "./webhook.ts";

/** Discord's own application command body (snake_case), as a script registered it. */
export const CommandDefinition = z.looseObject({ name: z.string(), type: z.number().int().optional() });
export type CommandDefinition = z.infer<typeof CommandDefinition>;

export const CronDefinition = z.object({
  name: z.string().min(1).max(64),
  expr: z.string().min(1).max(128),
  timezone: z.string().max(64).default("UTC"),
  skipIfRunning: z.boolean().default(false),
  /** Makes up for the latest run that was missed, or for each of them. */
  catchUp: z.union([z.boolean(), z.literal("all")]).default(false),
});
export type CronDefinition = z.infer<typeof CronDefinition>;

/** What a revision registered while it was loaded: the only events it is woken for. */
export const Manifest = z.object({
  events: z.array(z.string().max(64)).max(200),
  /** Prefix of text commands, where the script has any. */
  prefix: z.string().max(16).optional(),
  prefixCommands: z.array(z.string().max(64)).max(500).default([]),
  commands: z.array(CommandDefinition).max(150),
  crons: z.array(CronDefinition),
  webhooks: z.array(WebhookDefinition).default([]),
  settings: z.array(SettingDefinition).default([]),
}).meta({ id: "Manifest" });
export type Manifest = z.infer<typeof Manifest>;

export const emptyManifest: Manifest = {
  events: [],
  prefixCommands: [],
  commands: [],
  crons: [],
  webhooks: [],
  settings: [],
};

/** An immutable deployed bundle. `sources` are the author's files as uploaded. */
export const Revision = z.object({
  id: RevisionId,
  guildId: GuildId,
  createdAt: z.number().int(),
  createdBy: z.string(),
  entry: z.string(),
  code: z.string(),
  sourceMap: z.string(),
  sources: z.record(z.string(), z.string()),
  manifest: Manifest,
  /** Absent from revisions of a flora that did not look. */
  uses: BundleUses.optional(),
});
export type Revision = z.infer<typeof Revision>;

/** A guild's current state of deployment. `number` counts deploys of that guild from 1. */
export const Deployment = z.object({
  guildId: GuildId,
  revisionId: RevisionId,
  number: z.number().int().positive(),
  createdAt: z.number().int(),
  createdBy: z.string(),
  entry: z.string(),
  codeBytes: z.number().int(),
  files: z.array(z.object({ path: z.string(), bytes: z.number().int() })),
  manifest: Manifest,
  uses: BundleUses.optional(),
  /** Since when it gets no events; absent while it runs, and in what is not current any more. */
  pausedAt: z.number().int().optional(),
}).meta({ id: "Deployment" });
export type Deployment = z.infer<typeof Deployment>;
