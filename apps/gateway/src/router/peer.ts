import type { WorkerLink } from "../pool/worker-link.ts";
import type { MigrationPeer } from "./migrate.ts";

/** Longest time of a step besides what the source waits for. Milliseconds. */
const STEP_TIMEOUT_MS = 10_000;

/** A worker's part in a move, over its link; `freezeMs` is how long it may wait for running handlers. */
export function peerOf(link: WorkerLink, freezeMs: number): MigrationPeer {
  return {
    name: link.name,
    prepare: async () => void await link.call("prepare", {}, STEP_TIMEOUT_MS),
    freeze: (guildId, migrationId) =>
      link.call("freeze", { guildId, migrationId, timeoutMs: freezeMs }, freezeMs + STEP_TIMEOUT_MS),
    thaw: async (envelope, generation) =>
      void await link.call("thaw", { envelope, generation }, STEP_TIMEOUT_MS),
    release: async (guildId, migrationId) =>
      void await link.call("release", { guildId, migrationId }, STEP_TIMEOUT_MS),
    takeBack: async (guildId, migrationId) =>
      void await link.call("takeBack", { guildId, migrationId }, STEP_TIMEOUT_MS),
    drop: async (guildId, migrationId) =>
      void await link.call("drop", { guildId, migrationId }, STEP_TIMEOUT_MS),
  };
}
