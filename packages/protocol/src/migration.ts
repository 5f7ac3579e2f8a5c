/** @module What of a guild moves from one worker to another, and the steps of the move as frames. */
import { z } from "zod";
import { DispatchKind, Generation, GuildId, RevisionId } from "@flora/model";

/** Names one move; every step of it may be asked for again. */
export const MigrationId = z.string().regex(/^mig_[\w-]{1,40}$/);
export type MigrationId = z.infer<typeof MigrationId>;

/** A live interaction: the script's handle, and the grant it stands for. */
const Grant = z.object({
  handle: z.string(),
  interactionId: z.string(),
  applicationId: z.string(),
  token: z.string(),
  type: z.number().int(),
  expiresAt: z.number(),
  acknowledged: z.boolean(),
});

/** What a guild's script has done wrong so far, so that a move clears no quarantine. Times in Unix milliseconds. */
export const Strikes = z.object({
  points: z.number().int().nonnegative(),
  losses: z.number().int().nonnegative(),
  quarantines: z.number().int().nonnegative(),
  lastBadAt: z.number(),
  retryAt: z.number(),
  quarantinedUntil: z.number(),
});
export type Strikes = z.infer<typeof Strikes>;

export const noStrikes: Readonly<Strikes> = {
  points: 0,
  losses: 0,
  quarantines: 0,
  lastBadAt: 0,
  retryAt: 0,
  quarantinedUntil: 0,
};

/**
 * A dispatch that had not started. Its event is not here: the gateway keeps each until it is answered and gives it to the
 * guild's next worker, so that a copy could only double it or go stale.
 */
export const Undelivered = z.object({
  id: z.string(),
  kind: DispatchKind,
  /** Public event name; `cron` and `schedule` for what is run because its time has come. */
  event: z.string(),
  /** Of such a run, for which its due time is claimed in storage: whose it is, and when it was due in Unix milliseconds. */
  run: z.object({ name: z.string(), dueAt: z.number().int() }).optional(),
});
export type Undelivered = z.infer<typeof Undelivered>;

/**
 * Everything a guild's next worker needs. Of crons and schedules those runs that are under way: what is still to come is
 * fired by the gateway's clock out of storage, whichever worker has the guild.
 */
export const Envelope = z.object({
  version: z.literal(2),
  migrationId: MigrationId,
  guildId: GuildId,
  /** What runs; null for a guild that sleeps: its next worker wakes it from storage when it is needed. */
  revisionId: RevisionId.nullable(),
  /** Generation of the isolate that was frozen. */
  generation: Generation,
  state: z.record(z.string(), z.unknown()).nullable(),
  /** In the order in which they are to start; what the gateway lets go to the next worker begins with them. */
  undelivered: z.array(Undelivered),
  interactions: z.array(Grant),
  strikes: Strikes,
});
export type Envelope = z.infer<typeof Envelope>;

/** Size of an envelope as JSON in UTF-8: a larger `state` keeps the guild where it is. */
export const ENVELOPE_MAX_BYTES = 16 * 1024 * 1024;

const Step = z.object({ guildId: GuildId, migrationId: MigrationId });
const Nothing = z.object({});

/** Why a guild moves. */
export const MoveReason = z.enum(["asked", "rebalance", "drain", "load"]);
export type MoveReason = z.infer<typeof MoveReason>;

/** `prepare` and `dispose` are outside the pause. */
export const MoveStep = z.enum(["prepare", "freeze", "thaw", "lease", "dispose", "takeBack", "drop"]);
export type MoveStep = z.infer<typeof MoveStep>;

/** What became of a move. */
export const MoveTrace = z.object({
  migrationId: MigrationId,
  guildId: GuildId,
  from: z.string(),
  to: z.string(),
  reason: MoveReason,
  /** Unix milliseconds. */
  startedAt: z.number().int(),
  /** Of the pause, how long the source waited for handlers that ran already. */
  waitedMs: z.number(),
  /** What had not started and went along with the guild: all of it, and what of that were runs of crons and schedules. */
  undelivered: z.object({
    dispatches: z.number().int(),
    crons: z.number().int(),
    schedules: z.number().int(),
  }),
  /** In the order they ended. */
  steps: z.array(z.object({ step: MoveStep, ms: z.number() })),
  /** How long the guild's events were held. */
  pauseMs: z.number(),
  /** Who runs the guild afterwards: where it was to go, where it was, or nobody until it is placed anew. */
  outcome: z.enum(["target", "source", "nobody"]),
  error: z.string().optional(),
});
export type MoveTrace = z.infer<typeof MoveTrace>;

/** The steps as the gateway asks for them. Each may be repeated with the same migration id and answers the same. */
export const migrationMethods = {
  /** Source: which revision runs; null for a guild that sleeps, for which nothing is made ready. */
  awake: {
    params: z.object({ guildId: GuildId }),
    result: z.object({ revisionId: RevisionId.nullable() }),
  },
  /** Target: boots a guest for the guild while it still runs elsewhere. Shortens its pause; nothing depends on it. */
  expect: {
    params: Step.extend({ revisionId: RevisionId, generation: Generation }),
    result: Nothing,
  },
  /**
   * Source: starts nothing any more, gives back what has not started, waits for what runs. CONFLICT where handlers still
   * run after `timeoutMs`, TOO_LARGE where the envelope is: the guild then goes on as before.
   */
  freeze: {
    params: Step.extend({ timeoutMs: z.number().int().nonnegative() }),
    result: z.object({ envelope: Envelope, waitedMs: z.number() }),
  },
  /** Target: boots the guild from the envelope under a newer generation; it starts nothing before its first dispatch. */
  thaw: { params: z.object({ envelope: Envelope, generation: Generation }), result: Nothing },
  /** Source: the guild has moved; ends what was frozen. */
  dispose: { params: Step, result: Nothing },
  /** Source: the move came to nothing; goes on. */
  takeBack: { params: Step, result: Nothing },
  /** Target: the move came to nothing; ends what was thawed. */
  drop: { params: Step, result: Nothing },
} as const;
