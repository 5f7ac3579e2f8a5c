/** @module What of a guild moves from one worker to another, and the steps of the move as frames. */
import { z } from "zod";
import { Generation, GuildId, RevisionId } from "@flora/model";

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

/** Everything a guild's next worker needs. Crons and schedules are not in it: the gateway and storage keep those. */
export const Envelope = z.object({
  version: z.literal(1),
  migrationId: MigrationId,
  guildId: GuildId,
  /** What runs; null for a guild that sleeps: its next worker wakes it from storage when it is needed. */
  revisionId: RevisionId.nullable(),
  /** Generation of the isolate that was frozen. */
  generation: Generation,
  state: z.record(z.string(), z.unknown()).nullable(),
  /** Ids of dispatches that had not started, in order; the gateway holds the events and gives them to the next owner. */
  undelivered: z.array(z.string()),
  interactions: z.array(Grant),
  strikes: Strikes,
});
export type Envelope = z.infer<typeof Envelope>;

/** Size of an envelope as JSON: a larger `state` keeps the guild where it is. */
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
