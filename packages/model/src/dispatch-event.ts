import { z } from "zod";
import { GuildId } from "./ids.ts";
import type { WebhookAnswer } from "./webhook.ts";

/** What a dispatch is. When a guild's queue is full, an `event` gives way to all others. */
export const DispatchKind = z.enum(["event", "interaction", "cron", "webhook", "lifecycle"]);
export type DispatchKind = z.infer<typeof DispatchKind>;

/** One thing that happened in one guild, on its way to that guild's script. */
export const DispatchEvent = z.object({
  /** Unique per event; repeated when it is delivered again. */
  id: z.string(),
  guildId: GuildId,
  kind: DispatchKind,
  /** Public event name, such as `messageCreate`, `interactionCreate`, `cron`. */
  event: z.string(),
  /** `ctx.msg`: camelCase keys. */
  msg: z.unknown(),
  /** `ctx.raw`: Discord's payload as received; an interaction's token is taken out by the gateway. */
  raw: z.unknown(),
  /** Unix milliseconds at which the gateway received it. */
  receivedAt: z.number(),
  /** Never sent to a guest: it gets an opaque handle. */
  interaction: z.object({
    id: z.string(),
    applicationId: z.string(),
    token: z.string(),
    /** Discord's interaction type. */
    type: z.number().int(),
  }).optional(),
  redelivered: z.boolean().default(false),
  /** W3C `traceparent` of the span around it, where it is traced. */
  trace: z.string().max(64).optional(),
});
export type DispatchEvent = z.infer<typeof DispatchEvent>;

/** How a dispatch ended. */
export type DispatchOutcome =
  | { status: "ok"; answer?: WebhookAnswer }
  /** A handler threw; `stack` is raw, in bundle positions. */
  | { status: "threw"; message: string; stack: string }
  /** Ended alone at its deadline; the isolate lives on. */
  | { status: "timed-out" }
  /** The isolate ended before the dispatch did. */
  | { status: "lost"; reason: string };
