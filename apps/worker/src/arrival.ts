/** @module A guild that is about to come to this worker: a guest waits for it while it still runs elsewhere. */
import type { Generation, Revision, RevisionId } from "@flora/model";
import type { MigrationId } from "@flora/protocol";
import type { Guild } from "./guild.ts";
import type { Life } from "./life.ts";
import { boot } from "./lifecycle.ts";

/** A guild that does not come is not waited for any longer. Milliseconds. */
const PATIENCE_MS = 30_000;

export interface Expected {
  migrationId: MigrationId;
  revisionId: RevisionId;
  generation: Generation;
}

/** A booted guest and what it is to run. */
export interface Waiting {
  life: Life;
  revision: Revision;
}

export class Arrival {
  /** Resolves when the guest is booted; rejects where it cannot be. */
  readonly ready: Promise<Waiting>;
  readonly #timer: ReturnType<typeof setTimeout>;

  constructor(guild: Guild, readonly expected: Expected, lives: Set<Life>) {
    this.ready = prepare(guild, expected, lives);
    this.#timer = setTimeout(() => void this.discard(), PATIENCE_MS);
    this.ready.catch(() => clearTimeout(this.#timer));
  }

  /** Hands the guest over to the caller; undefined where it did not boot, has ended, or waits for another move. */
  async take(migrationId: MigrationId, revisionId: RevisionId): Promise<Waiting | undefined> {
    const { expected } = this;
    if (expected.migrationId !== migrationId || expected.revisionId !== revisionId) {
      await this.discard();
      return undefined;
    }
    clearTimeout(this.#timer);
    const waiting = await this.ready.catch(() => undefined);
    return waiting?.life.over ? undefined : waiting;
  }

  async discard(): Promise<void> {
    clearTimeout(this.#timer);
    const waiting = await this.ready.catch(() => undefined);
    await waiting?.life.terminate("superseded");
  }
}

async function prepare(
  guild: Guild,
  { revisionId, generation }: Expected,
  lives: Set<Life>,
): Promise<Waiting> {
  const revision = await guild.services.storage.deployments.getRevision(guild.id, revisionId);
  if (!revision) throw new Error(`Cannot expect guild ${guild.id}: revision ${revisionId} is missing`);
  // The state is the one it leaves with.
  return { life: await boot({ guild, generation, revision, state: {} }, lives), revision };
}
