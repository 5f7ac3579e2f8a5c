import type { Limits, TerminationReason } from "@flora/model";
import type { Usage } from "../contract.ts";
import type { Carrier } from "./carrier.ts";
import type { RunningDispatches } from "./running-dispatches.ts";

/** CPU time outside any dispatch (timers, late work) comes back at this share of wall time. */
const BACKGROUND_SHARE = 0.05;
/**
 * A guest that uses more than this share of wall time outside any dispatch, for a while, gives way to others: nobody waits
 * for that work, and a worker has many guests that could each use just less than BACKGROUND_SHARE.
 */
const UNNOTICED_SHARE = 0.01;
/** Where a turn's limit is this many times a dispatch's CPU limit it is never reached: the dispatch is ended long before. */
const TURN_MARGIN = 2;
/** Share of a turn's time after which a silent guest is asked: on a busy machine its answer takes a while. */
const ASKED_AT = 0.25;
/** Most silence that one look counts, in milliseconds: when looks come late, what the guest said meanwhile is yet to be read. */
const SILENCE_AT_ONCE_MS = 100;
/** CPU time of one dispatch, or outside any, from which on a guest gives way to others. */
const MUCH_MS = 50;
const MIB = 1024 * 1024;

/** What one isolate has used, held against its limits. */
export class UsageMeter {
  dispatches = 0;
  /** Whether one dispatch, or what runs outside of any, had used much at the last look. */
  muchUsed = false;
  #cpuMs: number;
  #backgroundMs = 0;
  /** The same above UNNOTICED_SHARE, capped so that it is soon forgotten. */
  #lingeringMs = 0;
  /** CPU time since the guest last sent something; undefined where its turns have a timeout of their own. */
  #silentMs: number | undefined;

  constructor(private readonly carrier: Carrier, private readonly limits: Limits) {
    this.#cpuMs = carrier.measure().cpuMs;
  }

  usage(): Usage {
    return { ...this.carrier.measure(), dispatches: this.dispatches };
  }

  /**
   * Holds turns to their limit from now on, where CPU time is seen, running code can be stopped, and a timeout of each turn
   * would come too late to end one alone; false where it cannot.
   */
  holdTurns(): boolean {
    const { cpuPerDispatchMs, turnTimeoutMs } = this.limits;
    const seen = this.carrier.stopsCode && this.carrier.measure().cpuMs > 0;
    const holds = seen && cpuPerDispatchMs > 0 && cpuPerDispatchMs * TURN_MARGIN <= turnTimeoutMs;
    this.#silentMs = holds ? 0 : undefined;
    return holds;
  }

  /** The guest has sent something, so its last turn has ended. */
  heard(): void {
    if (this.#silentMs !== undefined) this.#silentMs = 0;
  }

  /** Whether it has used a good part of a turn's time without sending anything: in one turn, unless it answers a ping. */
  get silent(): boolean {
    return this.#silentMs !== undefined && this.#silentMs > this.limits.turnTimeoutMs * ASKED_AT;
  }

  /** Takes figures now, `elapsedMs` after the last time; loading is held to its deadline alone. */
  overLimit(elapsedMs: number, running: RunningDispatches, loading: boolean) {
    const { cpuMs, residentBytes } = this.carrier.measure();
    const spentMs = cpuMs - this.#cpuMs;
    this.#cpuMs = cpuMs;
    if (residentBytes > this.limits.residentBytes) return memory(residentBytes, this.limits.residentBytes);
    const { cpuPerDispatchMs, turnTimeoutMs } = this.limits;
    if (loading || cpuPerDispatchMs === 0) return undefined;
    this.#backgroundMs = Math.max(0, this.#backgroundMs - elapsedMs * BACKGROUND_SHARE);
    const dispatchMs = running.charge(spentMs);
    const outsideMs = dispatchMs === undefined ? spentMs : 0;
    this.#backgroundMs += outsideMs;
    const lingeringMs = Math.max(0, this.#lingeringMs - elapsedMs * UNNOTICED_SHARE) + outsideMs;
    this.#lingeringMs = Math.min(lingeringMs, 2 * MUCH_MS);
    const usedMs = Math.max(this.#backgroundMs, dispatchMs ?? 0);
    this.muchUsed = Math.max(usedMs, this.#lingeringMs) > MUCH_MS;
    if (usedMs > cpuPerDispatchMs) return cpu(usedMs, cpuPerDispatchMs);
    if (this.#silentMs === undefined) return undefined;
    this.#silentMs += Math.min(spentMs, SILENCE_AT_ONCE_MS);
    return this.#silentMs > turnTimeoutMs ? hang(turnTimeoutMs) : undefined;
  }
}

function memory(bytes: number, limit: number): { reason: TerminationReason; detail: string } {
  const [used, most] = [bytes, limit].map((value) => `${(value / MIB).toFixed(1)} MiB`);
  return { reason: "memory-limit", detail: `resident memory is ${used}, at most ${most}` };
}

function hang(limitMs: number): { reason: TerminationReason; detail: string } {
  return { reason: "dispatch-timeout", detail: `one turn used more than ${limitMs} ms of CPU time` };
}

function cpu(usedMs: number, limitMs: number): { reason: TerminationReason; detail: string } {
  return { reason: "cpu-limit", detail: `CPU time is ${Math.round(usedMs)} ms, at most ${limitMs} ms` };
}
