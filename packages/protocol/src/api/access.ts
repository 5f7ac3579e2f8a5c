import { z } from "zod";
import { GuildId, GuildRole, UserId } from "@flora/model";

export const GrantPut = z.object({ role: GuildRole });

/** A role that somebody was given in a guild; whoever manages it on Discord has the role admin without one. */
export const GrantInfo = z.object({
  userId: UserId,
  role: GuildRole,
  grantedBy: z.string(),
  grantedAt: z.number().int(),
});
export type GrantInfo = z.infer<typeof GrantInfo>;

export const GrantList = z.object({ grants: z.array(GrantInfo) });
export type GrantList = z.infer<typeof GrantList>;

export const AuditQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  before: z.coerce.number().int().min(1).optional().describe("Entries older than the one with this `seq`"),
  action: z.string().max(64).optional().describe("Such as `deployment.create`"),
  actorId: z.string().max(64).optional().describe("Of a person or a token"),
  outcome: z.enum(["done", "refused", "failed"]).optional(),
  from: z.coerce.number().int().min(0).optional().describe("Unix milliseconds, included"),
  until: z.coerce.number().int().min(0).optional().describe("Unix milliseconds, excluded"),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

export const AuditEntry = z.object({
  seq: z.number().int(),
  at: z.number().int(),
  actor: z.object({
    kind: z.enum(["person", "token", "operator", "command"]).describe(
      "`command`: through the bot's own command in Discord",
    ),
    id: z.string().optional(),
    name: z.string(),
  }),
  action: z.string(),
  guildId: GuildId.optional(),
  target: z.string().optional(),
  details: z.record(z.string(), z.string()).optional(),
  address: z.string().optional(),
  requestId: z.string().optional(),
  outcome: z.enum(["done", "refused", "failed"]),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Newest first. */
export const AuditPage = z.object({
  entries: z.array(AuditEntry),
  before: z.number().int().optional().describe("For the next page; absent on the last"),
});
export type AuditPage = z.infer<typeof AuditPage>;
