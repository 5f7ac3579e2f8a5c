/**
 * @module A guild's moves between workers, as one of them sees them. Each step names its move and may be asked for again.
 * While the guild is leaving nothing of it starts here.
 */
import { ControlError, type Generation, type RevisionId } from "@flora/model";
import type { Envelope, MigrationId } from "@flora/protocol";
import { Arrival, type Expected } from "./arrival.ts";
import { settle } from "./boot.ts";
import type { DispatchQueue } from "./dispatch.ts";
import { pack, type Packed, unfreeze } from "./emigration.ts";
import type { Guild } from "./guild.ts";
import type { Life } from "./life.ts";
import type { Movements } from "./movements.ts";
import type { Restarts } from "./restarts.ts";
import { describeUndelivered } from "./undelivered.ts";

/** What of the guild's slot takes part. */
export interface PassageParts {
  guild: Guild;
  lives: Set<Life>;
  queue: DispatchQueue;
  movements: Movements;
  restarts: Restarts;
  running(): { life: Life | undefined; generation: Generation };
  /** Frames of an older generation are refused from now on. */
  raise(generation: Generation): void;
  /** The isolate that runs from now on. */
  adopt(life: Life): Promise<void>;
}

export class Passage {
  /** Set while it is about to leave. */
  #leaving: { migrationId: MigrationId; packed?: Packed } | undefined;
  /** Set while it is about to come. */
  #arrival: Arrival | undefined;
  /** The move that brought it here. */
  #arrived: MigrationId | undefined;
  /** The last move that was called off. */
  #calledOff: MigrationId | undefined;

  constructor(private readonly parts: PassageParts) {}

  get leaving(): boolean {
    return this.#leaving !== undefined;
  }

  /** The revision that runs; null while the guild sleeps. */
  get awake(): RevisionId | null {
    return this.parts.running().life?.revisionId ?? null;
  }

  /** Whether it has been frozen for this move. */
  leaves(migrationId: MigrationId): boolean {
    return this.#leaving?.migrationId === migrationId;
  }

  /** The `state` that it was frozen with; null where it was not, or slept. */
  get frozenState(): Envelope["state"] {
    return this.#leaving?.packed?.envelope.state ?? null;
  }

  /**
   * The move comes to nothing: the guest that waits for it is ended, one that is being thawed is not taken in. Resolves, when
   * nothing of that goes on any more, with whether the guild is here by this move.
   */
  async callOff(migrationId: MigrationId): Promise<boolean> {
    this.#calledOff = migrationId;
    if (this.#arrival?.expected.migrationId === migrationId) {
      const arrival = this.#arrival;
      this.#arrival = undefined;
      await arrival.discard();
    }
    return await this.parts.movements.add(() => Promise.resolve(this.#arrived === migrationId));
  }

  /** First step: starts nothing any more and hands out what the next worker needs. Throws as `pack` does. */
  freeze(migrationId: MigrationId, timeoutMs: number): Promise<Packed> {
    const { guild, movements, queue, restarts, running } = this.parts;
    return movements.add(async () => {
      if (this.#leaving?.migrationId === migrationId && this.#leaving.packed) return this.#leaving.packed;
      if (this.#leaving) {
        throw new ControlError("CONFLICT", `Cannot move guild ${guild.id}: it moves already`);
      }
      const leaving: { migrationId: MigrationId; packed?: Packed } = { migrationId };
      this.#leaving = leaving;
      const undelivered = queue.returnAll().map(describeUndelivered);
      try {
        const { life, generation } = running();
        const awake = life?.over ? undefined : life;
        return leaving.packed = await pack({
          guild,
          life: awake,
          migrationId,
          generation,
          undelivered,
          strikes: restarts.strikes,
          timeoutMs,
        });
      } catch (error) {
        this.#leaving = undefined;
        throw error;
      }
    });
  }

  /** The move came to nothing: it goes on here. */
  takeBack(migrationId: MigrationId): Promise<void> {
    return this.parts.movements.add(() => {
      if (this.leaves(migrationId)) {
        this.#leaving = undefined;
        const { life } = this.parts.running();
        if (life && !life.over) unfreeze(life);
      }
      return Promise.resolve();
    });
  }

  /** Boots a guest for the guild that is to come. May reject without harm: the guest boots at the thaw then. */
  async expect(expected: Expected): Promise<void> {
    if (this.#arrived === expected.migrationId) return;
    if (this.#arrival?.expected.migrationId !== expected.migrationId) {
      void this.#arrival?.discard();
      this.#arrival = new Arrival(this.parts.guild, expected, this.parts.lives);
    }
    await this.#arrival!.ready;
    // Now, so that no spare boots while the guild pauses.
    await this.parts.guild.services.isolates.replenish();
  }

  /** Takes a guild over from another worker; where it slept there, its next event wakes it. */
  thaw(envelope: Envelope, generation: Generation): Promise<void> {
    const { guild, movements, lives, restarts, raise, adopt } = this.parts;
    return movements.add(async () => {
      const { migrationId, revisionId } = envelope;
      if (this.#arrived === migrationId) return;
      this.#mustCome(migrationId);
      raise(generation);
      guild.services.interactions.adopt(guild.id, envelope.interactions);
      restarts.take(envelope.strikes);
      const arrival = this.#arrival;
      this.#arrival = undefined;
      if (revisionId === null) await arrival?.discard();
      else {
        const life = await settle(guild, { ...envelope, revisionId }, generation, { lives, arrival });
        if (this.#calledOff === migrationId) await life.terminate("superseded");
        this.#mustCome(migrationId);
        await adopt(life);
      }
      this.#arrived = migrationId;
    });
  }

  #mustCome(migrationId: MigrationId): void {
    if (this.#calledOff !== migrationId) return;
    throw new ControlError("CONFLICT", `Cannot move guild ${this.parts.guild.id}: the move was called off`);
  }

  /** Forgets a move away: the guild was placed here anew. */
  stay(): void {
    this.#leaving = undefined;
  }

  /** The slot ends: nothing is waited for any more. */
  close(): void {
    void this.#arrival?.discard();
  }
}
