import type { HibernationRules } from "./hibernate.ts";

const IDLE_MS = 10 * 60_000;
const CHECK_EVERY_MS = 5_000;
/** Of the machine's memory, for all its workers and their isolates together. */
const MEMORY_SHARE = 0.5;

/** When isolates of one of `workers` processes are put to sleep; a container may have less than the machine it is on. */
export function hibernationRules(
  { machineBytes, containerBytes, workers }: {
    machineBytes: number;
    /** Absent, 0 or more than the machine has where there is no such limit. */
    containerBytes?: number | undefined;
    workers: number;
  },
): HibernationRules & { everyMs: number } {
  const bytes = Math.min(machineBytes, containerBytes || machineBytes);
  return {
    idleMs: IDLE_MS,
    memoryBytes: Math.floor(bytes * MEMORY_SHARE / workers),
    everyMs: CHECK_EVERY_MS,
  };
}
