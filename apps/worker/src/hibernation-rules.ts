import type { HibernationRules } from "./hibernate.ts";

const IDLE_MS = 10 * 60_000;
const CHECK_EVERY_MS = 5_000;
/** Of the machine's memory, for the isolates of all its workers together. */
const MEMORY_SHARE = 0.5;

/** When isolates of one of `workers` processes on a machine are put to sleep. */
export function hibernationRules(
  machineBytes: number,
  workers: number,
): HibernationRules & { everyMs: number } {
  return {
    idleMs: IDLE_MS,
    memoryBytes: Math.floor(machineBytes * MEMORY_SHARE / workers),
    everyMs: CHECK_EVERY_MS,
  };
}
