import type { Limits, TerminationReason } from "@flora/model";
import type { Usage } from "../contract.ts";
import type { Carrier } from "./carrier.ts";
import type { RunningDispatches } from "./running-dispatches.ts";

/** CPU time outside any dispatch (timers, late work) comes back at this share of wall time. */
const BACKGROUND_SHARE = 0.05;
const MIB = 1024 * 1024;

/** What one isolate has used, held against its limits. */
export class UsageMeter {
  dispatches = 0;
  #cpuMs: number;
  #backgroundMs = 0;

  constructor(private readonly carrier: Carrier, private readonly limits: Limits) {
    this.#cpuMs = carrier.measure().cpuMs;
  }

  usage(): Usage {
    return { ...this.carrier.measure(), dispatches: this.dispatches };
  }

  /** Takes figures now, `elapsedMs` after the last time; loading is held to its deadline alone. */
  overLimit(elapsedMs: number, running: RunningDispatches, loading: boolean) {
    const { cpuMs, residentBytes } = this.carrier.measure();
    const spentMs = cpuMs - this.#cpuMs;
    this.#cpuMs = cpuMs;
    if (residentBytes > this.limits.residentBytes) return memory(residentBytes, this.limits.residentBytes);
    if (loading) return undefined;
    const { cpuPerDispatchMs } = this.limits;
    this.#backgroundMs = Math.max(0, this.#backgroundMs - elapsedMs * BACKGROUND_SHARE);
    const dispatchMs = running.charge(spentMs);
    if (dispatchMs === undefined) this.#backgroundMs += spentMs;
    const usedMs = Math.max(this.#backgroundMs, dispatchMs ?? 0);
    return usedMs > cpuPerDispatchMs ? cpu(usedMs, cpuPerDispatchMs) : undefined;
  }
}

function memory(bytes: number, limit: number): { reason: TerminationReason; detail: string } {
  const [used, most] = [bytes, limit].map((value) => `${(value / MIB).toFixed(1)} MiB`);
  return { reason: "memory-limit", detail: `resident memory is ${used}, at most ${most}` };
}

function cpu(usedMs: number, limitMs: number): { reason: TerminationReason; detail: string } {
  return { reason: "cpu-limit", detail: `CPU time is ${Math.round(usedMs)} ms, at most ${limitMs} ms` };
}
