/**
 * @module The one movement of a guild between workers: freeze → thaw → lease → release. Until the lease has moved every
 * step can be undone, and the source goes on; from then on the guild is the target's, whoever dies.
 */
import type { Generation, GuildId } from "@flora/model";
import type { Envelope, MigrationId } from "@flora/protocol";

/** One worker's part in a move; every call may fail, before or after it took effect. */
export interface MigrationPeer {
  readonly name: string;
  freeze(guildId: GuildId, migrationId: MigrationId): Promise<Envelope>;
  thaw(envelope: Envelope, generation: Generation): Promise<void>;
  release(guildId: GuildId, migrationId: MigrationId): Promise<void>;
  takeBack(guildId: GuildId, migrationId: MigrationId): Promise<void>;
  drop(guildId: GuildId, migrationId: MigrationId): Promise<void>;
}

export interface Move {
  guildId: GuildId;
  migrationId: MigrationId;
  source: MigrationPeer;
  target: MigrationPeer;
  /** A generation above all before. */
  generation: Generation;
  /** Gives the target the lease; false where somebody newer has it. */
  takeLease(): Promise<boolean>;
}

/** How a move ended; what failed is told in `error`. */
export type Moved =
  | { to: "target" }
  /** The source has taken it back and goes on. */
  | { to: "source"; error: Error }
  /** Neither is known to run it: the guild is placed anew, as after the death of a worker. */
  | { to: "nobody"; error: Error };

/** Never rejects. Nothing is sent to the guild meanwhile: its events are held by the caller. */
export async function migrate(move: Move): Promise<Moved> {
  const { guildId, migrationId, source, target, generation } = move;
  let leased = false;
  try {
    const envelope = await source.freeze(guildId, migrationId);
    await target.thaw(envelope, generation);
    leased = await move.takeLease();
    if (!leased) throw new Error(`Cannot move guild ${guildId}: its lease is somebody else's`);
  } catch (error) {
    return await undo(move, error as Error);
  }
  // The guild is the target's now. A source that cannot be told has lost its lease, and with it every write.
  await source.release(guildId, migrationId).catch(() => {});
  return { to: "target" };
}

async function undo({ guildId, migrationId, source, target }: Move, error: Error): Promise<Moved> {
  // First the target, so that two never run; one that cannot be told is dead or has no lease.
  await target.drop(guildId, migrationId).catch(() => {});
  try {
    await source.takeBack(guildId, migrationId);
    return { to: "source", error };
  } catch {
    return { to: "nobody", error };
  }
}
