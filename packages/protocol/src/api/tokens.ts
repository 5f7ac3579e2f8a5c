import { z } from "zod";
import { GuildId } from "@flora/model";

export const TokenCreate = z.object({
  name: z.string().max(64).regex(/^[^\p{C}]+$/u, "must be 1 to 64 printable characters"),
  guildIds: z.array(GuildId).min(1).max(100).optional().describe("Absent: may manage every guild"),
  expiresInDays: z.number().int().min(1).max(365).optional(),
});

export const TokenInfo = z.object({
  id: z.string(),
  name: z.string(),
  guildIds: z.array(GuildId).optional(),
  createdAt: z.number().int(),
  expiresAt: z.number().int().optional(),
});
export type TokenInfo = z.infer<typeof TokenInfo>;

export const TokenCreated = z.object({ token: z.string().describe("Shown this once"), info: TokenInfo });
export type TokenCreated = z.infer<typeof TokenCreated>;

export const TokenList = z.object({ tokens: z.array(TokenInfo) });
