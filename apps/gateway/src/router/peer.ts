import type { Generation, GuildId } from "@flora/model";
import type { Envelope, MigrationId } from "@flora/protocol";
import type { WorkerLink } from "../pool/worker-link.ts";
import type { MigrationPeer } from "./migrate.ts";
import type { Phases } from "./phases.ts";

/** Longest time of a step besides what the source waits for. Milliseconds. */
const STEP_TIMEOUT_MS = 10_000;
/** What a source waits for is at an end after this long, also where the limit on it is switched off. Milliseconds. */
const LONGEST_WAIT_MS = 60_000;

/** A worker's part in a move, over its link; `freezeMs` is how long it may wait for running handlers, `onFrozen` hears how long it did. */
export function peerOf(
  link: WorkerLink,
  freezeMs: number,
  onFrozen: (frozen: { envelope: Envelope; waitedMs: number }) => void = () => {},
): MigrationPeer {
  return {
    name: link.name,
    async freeze(guildId, migrationId) {
      const step = { guildId, migrationId, timeoutMs: freezeMs };
      const frozen = await link.call("freeze", step, (freezeMs || LONGEST_WAIT_MS) + STEP_TIMEOUT_MS);
      onFrozen(frozen);
      return frozen.envelope;
    },
    thaw: async (envelope, generation) =>
      void await link.call("thaw", { envelope, generation }, STEP_TIMEOUT_MS),
    dispose: async (guildId, migrationId) =>
      void await link.call("dispose", { guildId, migrationId }, STEP_TIMEOUT_MS),
    takeBack: async (guildId, migrationId) =>
      void await link.call("takeBack", { guildId, migrationId }, STEP_TIMEOUT_MS),
    drop: async (guildId, migrationId) =>
      void await link.call("drop", { guildId, migrationId }, STEP_TIMEOUT_MS),
  };
}

/** Has the target boot a guest for a guild that is awake. Never rejects: without it the guild's pause is longer. */
export async function prepare(
  { guildId, migrationId, source, target, generation, phases }: {
    guildId: GuildId;
    migrationId: MigrationId;
    source: WorkerLink;
    target: WorkerLink;
    generation: Generation;
    phases: Phases;
  },
): Promise<void> {
  try {
    const { revisionId } = await source.call("awake", { guildId }, STEP_TIMEOUT_MS);
    if (revisionId === null) return;
    const endPhase = await phases.enter("heavy");
    await target.call("expect", { guildId, migrationId, revisionId, generation }, STEP_TIMEOUT_MS)
      .finally(endPhase);
  } catch {
    // The steps that follow say what is wrong, if anything is.
  }
}
