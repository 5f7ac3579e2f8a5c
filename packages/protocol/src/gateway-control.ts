import { z } from "zod";
import {
  Deployment,
  Finding,
  Generation,
  GuildId,
  Manifest,
  Review,
  RevisionId,
  SettingValue,
  WebhookAnswer,
  WebhookRequest,
  WhyCount,
  WhyReason,
  WhyRecord,
} from "@flora/model";
import { GuildStats, LinkHello } from "./gateway-worker.ts";
import { MoveTrace } from "./migration.ts";

const Nothing = z.object({});

export const GatewayStatus = z.object({
  discord: z.enum(["connecting", "ready", "reconnecting", "failed"]),
  emulated: z.boolean(),
  shards: z.number().int(),
  guilds: z.number().int(),
  workers: z.array(z.object({
    name: z.string(),
    pid: z.number().int(),
    guilds: z.number().int(),
    draining: z.boolean(),
    /** Events whose handlers have not ended. */
    running: z.number().int(),
    /** CPU time it and its guests use, of what it may use; 1 is all. */
    load: z.number(),
  })),
});
export type GatewayStatus = z.infer<typeof GatewayStatus>;

/** Numbers of the deployment that must be current, 0 for none: otherwise PRECONDITION_FAILED and nothing happens. */
const Expected = z.array(z.number().int().nonnegative()).optional();

/** What the API may ask of the gateway. */
export const controlMethods = {
  hello: { params: LinkHello, result: z.object({ applicationId: z.string(), botUserId: z.string() }) },
  /** From now on this link answers what people ask of flora itself, inside Discord. */
  attend: { params: Nothing, result: Nothing },
  status: { params: Nothing, result: GatewayStatus },
  /** The guilds the bot is in. */
  guilds: { params: Nothing, result: z.array(z.object({ guildId: GuildId, name: z.string() })) },
  /**
   * Warms a stored revision, syncs its commands, makes it current and swaps it in. NOT_FOUND where the bot is not in
   * the guild, SCRIPT_REJECTED and COMMANDS_REJECTED leave the running revision as it was. `createdBy` is who asks, where
   * that is not who made the revision.
   */
  deploy: {
    params: z.object({
      guildId: GuildId,
      revisionId: RevisionId,
      createdBy: z.string().optional(),
      expected: Expected,
    }),
    result: Deployment,
  },
  undeploy: { params: z.object({ guildId: GuildId, expected: Expected }), result: Nothing },
  /** A paused script keeps its revision, its commands and its data, but gets no events. NOT_FOUND where there is none. */
  pause: { params: z.object({ guildId: GuildId, paused: z.boolean() }), result: Deployment },
  /**
   * Loads a stored revision as a deploy does, beside what runs, and throws it away again: its manifest where it loads, and
   * what a deploy would say. CONFLICT while another one of the guild is being validated.
   */
  validate: {
    params: z.object({ guildId: GuildId, revisionId: RevisionId }),
    result: z.object({ manifest: Manifest.optional(), findings: z.array(Finding) }),
  },
  /**
   * What a stored revision can do, what of it `from` cannot, and what the bot lacks for it. `manifest` where it was never
   * live.
   */
  review: {
    params: z.object({
      guildId: GuildId,
      revisionId: RevisionId,
      from: RevisionId.nullable(),
      manifest: Manifest.optional(),
    }),
    result: Review,
  },
  /** Where guilds are: every placed one with its worker and generation. */
  placements: {
    params: Nothing,
    result: z.array(
      z.object({ guildId: GuildId, worker: z.string(), generation: Generation, pinned: z.boolean() }),
    ),
  },
  /** Moves a guild now; answers how long its events were held. CONFLICT where it cannot move at the moment. */
  migrate: {
    params: z.object({ guildId: GuildId, worker: z.string() }),
    result: z.object({ pauseMs: z.number() }),
  },
  /** Keeps a guild on one worker, `null` for the ring's; and moves it there. */
  pin: { params: z.object({ guildId: GuildId, worker: z.string().nullable() }), result: Nothing },
  /** Moves every guild off a worker; `restart` then ends it, upon which it is started anew. Answers what could not move. */
  drain: {
    params: z.object({ worker: z.string(), restart: z.boolean() }),
    result: z.object({ left: z.array(GuildId) }),
  },
  /** Lets guilds come to a drained worker again. */
  undrain: { params: z.object({ worker: z.string() }), result: Nothing },
  /** What became of the moves of late, newest first. */
  migrations: {
    params: z.object({ limit: z.number().int().min(1).max(1_000), guildId: GuildId.optional() }),
    result: z.array(MoveTrace),
  },
  /** What the gateway counts, in Prometheus' text format. */
  metrics: { params: Nothing, result: z.object({ text: z.string(), contentType: z.string() }) },
  /** What became of a guild's events by reason, and what its worker says of it, where it has one and that answers. */
  usage: {
    params: z.object({ guildId: GuildId }),
    result: z.object({
      /** Unix milliseconds. */
      countedSince: z.number(),
      byReason: z.partialRecord(WhyReason, z.number().int()),
      worker: z.object({ name: z.string(), figures: GuildStats.optional() }).optional(),
    }),
  },
  /**
   * Runs a cron job as if it were due, and waits for its end, but not for ever. NOT_FOUND where the script has no such job,
   * CONFLICT where it runs already or the script is paused.
   */
  runCron: {
    params: z.object({ guildId: GuildId, name: z.string() }),
    result: z.object({
      dueAt: z.number().int(),
      status: z.enum(["ok", "threw", "timed-out", "lost", "dropped", "running"]),
      message: z.string().optional(),
    }),
  },
  /**
   * Hands a request to the script. `unknown` where none has such a webhook, `busy` where it could not be run, `accepted`
   * where its handler goes on without an answer.
   */
  webhook: {
    params: z.object({ guildId: GuildId, request: WebhookRequest }),
    result: z.discriminatedUnion("status", [
      z.object({ status: z.literal("answered"), answer: WebhookAnswer.optional() }),
      z.object({ status: z.enum(["accepted", "busy", "failed", "unknown"]) }),
    ]),
  },
  /**
   * Sets some of a guild's settings, null taking one back to its default. INVALID_REQUEST with the field where one does
   * not fit; then none is set.
   */
  changeSettings: {
    params: z.object({ guildId: GuildId, values: z.record(z.string(), SettingValue.nullable()) }),
    result: Nothing,
  },
  /** What became of a guild's events, as far as the gateway remembers; `hints` are what stands in the way now. */
  why: {
    params: z.object({
      guildId: GuildId,
      messageId: z.string().optional(),
      command: z.string().optional(),
      since: z.number().optional(),
    }),
    result: z.object({
      countedSince: z.number(),
      counts: z.array(WhyCount),
      records: z.array(WhyRecord),
      hints: z.array(z.string()),
    }),
  },
  secretsChanged: { params: z.object({ guildId: GuildId }), result: Nothing },
} as const;
