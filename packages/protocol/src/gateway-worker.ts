import { z } from "zod";
import {
  DispatchEvent,
  Generation,
  GuildId,
  LifecycleStateSchema,
  Manifest,
  OpRefusal,
  RevisionId,
  WebhookAnswer,
  WhyReason,
} from "@flora/model";

import { migrationMethods } from "./migration.ts";

const Nothing = z.object({});

/** Refusals that are told of one dispatch. */
export const MOST_REFUSALS = 3;

/** Identifies a process to the gateway; `secret` is made by the supervisor at each start. */
export const LinkHello = z.object({
  secret: z.string(),
  role: z.enum(["worker", "control"]),
  name: z.string().max(64),
  pid: z.number().int(),
});

/** The first few calls that were refused to the handlers while they ran. */
const refused = z.array(OpRefusal).max(MOST_REFUSALS).optional();

const DispatchOutcomeSchema = z.discriminatedUnion("status", [
  /** `answer` is what the handler of a webhook wants its sender to be told. */
  z.object({ status: z.literal("ok"), answer: WebhookAnswer.optional(), refused }),
  z.object({ status: z.literal("threw"), message: z.string(), stack: z.string(), refused }),
  z.object({ status: z.literal("timed-out"), refused }),
  z.object({ status: z.literal("lost"), reason: z.string(), why: WhyReason.default("script-ended") }),
  /** Never started: no deployment, a full queue, a quarantined guild. */
  z.object({ status: z.literal("dropped"), reason: z.string(), why: WhyReason.default("flora-failed") }),
  /** Never started, because the guild moves: the gateway gives it to the owner of then. */
  z.object({ status: z.literal("returned") }),
]);

/** What a guild's script has used since the guild came to its worker. */
export const GuildStats = z.object({
  guildId: GuildId,
  state: LifecycleStateSchema,
  generation: Generation,
  dispatches: z.number().int(),
  residentBytes: z.number().int(),
  cpuMs: z.number(),
  /** All waits for a turn together, and the longest of them. */
  queueWaitMs: z.number().int(),
  longestQueueWaitMs: z.number().int(),
});

/** What the gateway asks of a worker. */
export const workerMethods = {
  /** Runs one event through the guild's script; answers when its handlers have ended. */
  dispatch: {
    params: z.object({
      event: DispatchEvent,
      generation: Generation,
      /** Generation under which the worker got the guild: what it has from before is of a lease that is over. */
      lease: Generation,
    }),
    result: DispatchOutcomeSchema,
  },
  /** Loads a revision beside the running one and says what it registered; SCRIPT_REJECTED with a mapped stack. */
  warm: {
    params: z.object({ guildId: GuildId, revisionId: RevisionId, generation: Generation }),
    result: z.object({ manifest: Manifest }),
  },
  /** Puts a warmed revision in the place of the running one. */
  swap: { params: z.object({ guildId: GuildId, revisionId: RevisionId }), result: Nothing },
  /** Throws a warmed revision away. */
  discard: { params: z.object({ guildId: GuildId, revisionId: RevisionId }), result: Nothing },
  /** Ends the guild's isolate; nothing of it stays in the worker. */
  stop: {
    params: z.object({
      guildId: GuildId,
      reason: z.enum(["undeployed", "paused", "guild-left", "evacuated"]),
    }),
    result: Nothing,
  },
  /** The guild's secrets changed: what the isolate holds is replaced. */
  refreshSecrets: { params: z.object({ guildId: GuildId }), result: Nothing },
  /** The guild's people set something: the script gets to know. */
  refreshSettings: { params: z.object({ guildId: GuildId }), result: Nothing },
  /** Answered at once: a worker that does not is taken for dead. */
  ping: { params: Nothing, result: Nothing },
  ...migrationMethods,
  stats: {
    /** Only of this guild. */
    params: z.object({ guildId: GuildId.optional() }),
    result: z.object({
      /** CPU time of the worker itself since its start, its guests' not counted. */
      cpuMs: z.number(),
      guilds: z.array(GuildStats),
    }),
  },
} as const;

/** What a worker asks of the gateway. The schemas of `discord`, `files` and `guild` are given by the Discord package. */
export const gatewayMethods = {
  hello: { params: LinkHello, result: z.object({ applicationId: z.string(), botUserId: z.string() }) },
  /** This worker is about to stop: answered when its guilds have gone elsewhere, as far as they could in time. */
  leaving: { params: Nothing, result: z.object({ left: z.number().int() }) },
  discord: { params: z.unknown(), result: z.unknown() },
  /** Parts of files, ahead of the request that names them. */
  files: { params: z.unknown(), result: z.unknown() },
  /** Reads of a guild, from the gateway's cache where it can. */
  guild: { params: z.unknown(), result: z.unknown() },
} as const;
