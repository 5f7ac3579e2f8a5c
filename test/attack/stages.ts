/** @module The limits of each stage; what a stage does not name is as it ships. */
import type { Limits } from "@flora/model";
import type { Stage } from "./contract.ts";

/** No CPU limit, so that another wall has to hold. */
const unmetered = { cpuPerDispatchMs: 600_000, cpuBurstMs: 600_000 };

/** Booting is no part of any attack, and a loaded machine may be slow at it. */
const patientBoot = { bootTimeoutMs: 60_000 };

/** A loaded machine may take long over what is no question of time. */
const unhurried = { dispatchTimeoutMs: 15_000, turnTimeoutMs: 5_000 };

/** A deadline of 0: on a crowded machine it would come before the wall that such a stage is about. */
export const stageLimits: Record<Stage, Partial<Limits>> = {
  production: patientBoot,
  ops: { ...patientBoot, ...unhurried },
  turns: { ...patientBoot, ...unmetered, turnTimeoutMs: 150, dispatchTimeoutMs: 0 },
  deadlines: {
    ...patientBoot,
    ...unmetered,
    turnTimeoutMs: 60_000,
    dispatchTimeoutMs: 1_500,
    loadTimeoutMs: 1_500,
  },
  unmetered: {
    ...patientBoot,
    ...unmetered,
    turnTimeoutMs: 60_000,
    dispatchTimeoutMs: 15_000,
    loadTimeoutMs: 10_000,
  },
  metered: { ...patientBoot, turnTimeoutMs: 3_000, dispatchTimeoutMs: 0 },
  tight: {
    ...patientBoot,
    ...unhurried,
    cpuPerDispatchMs: 600_000,
    cpuBurstMs: 200,
    timers: 20,
    opsInFlight: 8,
    logLinesPerSecond: 10,
    kvQuotaBytes: 64 * 1024,
    kvValueBytes: 1024,
    frameBytes: 256 * 1024,
    schedules: 10,
  },
  patient: { ...patientBoot, ...unmetered, turnTimeoutMs: 0, dispatchTimeoutMs: 0 },
  forger: { ...patientBoot, dispatchTimeoutMs: 5_000 },
  // What hangs outside of any turn is only found by the next event.
  stolen: { ...patientBoot, dispatchTimeoutMs: 1_500 },
};
