import { z } from "zod";
import { GuildId } from "@flora/model";
import { DiscordFile, MOST_FILES } from "./files/contract.ts";

/**
 * One REST call on behalf of one guild. `route` names an entry of the route table; ids are only ever filled into
 * that entry's path by the holder of the token, which also proves that each belongs to `guildId`.
 */
export const DiscordRequest = z.object({
  guildId: GuildId,
  route: z.string(),
  params: z.record(z.string(), z.string()).default({}),
  query: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])).optional(),
  body: z.unknown().optional(),
  files: z.array(DiscordFile).max(MOST_FILES).optional(),
  /** Becomes X-Audit-Log-Reason, prefixed with the guild's revision by the host. */
  reason: z.string().max(400).optional(),
  /** The dispatch it is for, and the span it belongs to, for logs and traces. */
  dispatchId: z.string().max(64).optional(),
  trace: z.string().max(64).optional(),
});
export type DiscordRequest = z.infer<typeof DiscordRequest>;
export type DiscordRequestInput = z.input<typeof DiscordRequest>;

/** Discord's answer, or why there is none; never thrown across processes. */
export const DiscordResponse = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), status: z.number().int(), body: z.unknown() }),
  z.object({
    ok: z.literal(false),
    /** `scope`: refused before anything was sent. `network`: no answer from Discord. */
    kind: z.enum(["scope", "rate-limited", "discord", "invalid", "network"]),
    message: z.string(),
    status: z.number().int().optional(),
    discordCode: z.number().int().optional(),
    fields: z.unknown().optional(),
    retryAfterMs: z.number().optional(),
    /** The request part that is wrong, where `kind` is `invalid`. */
    path: z.string().optional(),
  }),
]);
export type DiscordResponse = z.infer<typeof DiscordResponse>;

/** All that ops know of Discord. */
export interface DiscordPort {
  /** Never rejects for anything Discord or the guild did. */
  request(request: DiscordRequestInput): Promise<DiscordResponse>;
}
