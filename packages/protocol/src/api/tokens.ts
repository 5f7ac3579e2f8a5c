import { z } from "zod";
import { AccessLevel, GuildId, UserId } from "@flora/model";

export const TokenCreate = z.object({
  name: z.string().max(64).regex(/^(?!@)[^\p{C}]+$/u, "must be 1 to 64 printable characters, the first no @"),
  role: AccessLevel.optional().describe("Absent: editor of the given guilds, operator where none are given"),
  guildIds: z.array(GuildId).min(1).max(100).optional().describe("Absent: every guild, for operators only"),
  readOnly: z.boolean().optional().describe("Changes nothing, whatever its role"),
  expiresInDays: z.number().int().min(1).max(365).optional(),
});

export type TokenCreate = z.infer<typeof TokenCreate>;

export const TokenInfo = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["api", "login"]).describe("`login`: a command line in which its maker is logged in"),
  role: AccessLevel.describe("The most it may do; never more than its maker may"),
  guildIds: z.array(GuildId).optional().describe("Absent: wherever its maker may"),
  readOnly: z.boolean().optional(),
  maker: UserId.optional().describe("Absent: the installation"),
  createdAt: z.number().int(),
  expiresAt: z.number().int().optional(),
});
export type TokenInfo = z.infer<typeof TokenInfo>;

export const TokenCreated = z.object({ token: z.string().describe("Shown this once"), info: TokenInfo });
export type TokenCreated = z.infer<typeof TokenCreated>;

export const TokenList = z.object({ tokens: z.array(TokenInfo) });
export type TokenList = z.infer<typeof TokenList>;
