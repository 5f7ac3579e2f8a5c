/**
 * @module The one movement of a guild between workers, whose events are held by the caller: freeze → envelope → thaw → lease
 * → release → dispose. Until the lease has moved every step can be undone, and the source goes on; from then on the guild is
 * the target's, whoever dies. Where it cannot be known who would go on, everybody is fenced off and the guild is placed anew
 * with the state it was frozen with.
 */
import type { Generation, GuildId } from "@flora/model";
import type { Envelope, MigrationId } from "@flora/protocol";

/** One worker's part in a move; every call may fail, before or after it took effect. */
export interface MigrationPeer {
  readonly name: string;
  freeze(guildId: GuildId, migrationId: MigrationId): Promise<Envelope>;
  thaw(envelope: Envelope, generation: Generation): Promise<void>;
  dispose(guildId: GuildId, migrationId: MigrationId): Promise<void>;
  takeBack(guildId: GuildId, migrationId: MigrationId): Promise<void>;
  drop(guildId: GuildId, migrationId: MigrationId): Promise<void>;
}

/** The steps by name: the guild's events are held, …, let go to the target, and the source ends what was frozen. */
export const moveSteps = ["hold", "freeze", "envelope", "thaw", "lease", "release", "dispose"] as const;
export type MoveStepName = typeof moveSteps[number];

export interface Move {
  guildId: GuildId;
  migrationId: MigrationId;
  source: MigrationPeer;
  target: MigrationPeer;
  /** A generation above all before. */
  generation: Generation;
  /** Gives the target the lease; false where somebody newer has it. */
  takeLease(): Promise<boolean>;
  /** Whether the target has it. */
  holdsLease(): Promise<boolean>;
  /** The guild's events go to the target from now on. */
  release(): void;
  /** Told of each step while it is taken; the step is not over before it has settled. Never rejects. */
  reached(step: MoveStepName): Promise<void>;
  /** Takes the lease from everybody and keeps the state for the next owner. */
  fenceOff(envelope: Envelope | undefined): Promise<void>;
}

/** How a move ended; what failed is told in `error`. */
export type Moved =
  | { to: "target" }
  /** The source has taken it back and goes on. */
  | { to: "source"; error: Error }
  /** Nobody runs it: it is to be placed anew. */
  | { to: "nobody"; error: Error };

/** Never rejects. Nothing is sent to the guild meanwhile: its events are held by the caller. */
export async function migrate(move: Move): Promise<Moved> {
  const { guildId, migrationId, source, target, generation } = move;
  /** Asks somebody for a step and tells of it meanwhile; the step is over when both have settled. */
  const step = async <T>(name: MoveStepName, asked: Promise<T>): Promise<T> =>
    (await Promise.all([asked, move.reached(name)]))[0];
  await move.reached("hold");
  let envelope: Envelope;
  try {
    envelope = await step("freeze", source.freeze(guildId, migrationId));
  } catch (error) {
    return await takeBack(move, undefined, error as Error);
  }
  await move.reached("envelope");
  try {
    await step("thaw", target.thaw(envelope, generation));
  } catch (error) {
    return await undo(move, envelope, error as Error);
  }
  try {
    // Where the answer got lost, the lease may have been taken all the same.
    const leased = await step("lease", move.takeLease().catch(() => move.holdsLease()));
    if (!leased) return await undo(move, envelope, new Error("the lease is somebody else's"));
  } catch (error) {
    return await abandon(move, envelope, error as Error);
  }
  move.release();
  await move.reached("release");
  // A source that cannot be told of it has lost its lease, and with it every write.
  await step("dispose", source.dispose(guildId, migrationId)).catch(() => {});
  return { to: "target" };
}

/** First the target ends, so that two never run. */
async function undo(move: Move, envelope: Envelope, error: Error): Promise<Moved> {
  try {
    await move.target.drop(move.guildId, move.migrationId);
  } catch {
    return await abandon(move, envelope, error);
  }
  return await takeBack(move, envelope, error);
}

async function takeBack(move: Move, envelope: Envelope | undefined, error: Error): Promise<Moved> {
  try {
    await move.source.takeBack(move.guildId, move.migrationId);
    return { to: "source", error };
  } catch {
    return await abandon(move, envelope, error);
  }
}

/** A store that fails here too leaves the older state; the next placement fences everybody off all the same. */
async function abandon(move: Move, envelope: Envelope | undefined, error: Error): Promise<Moved> {
  await move.fenceOff(envelope).catch(() => {});
  return { to: "nobody", error };
}
