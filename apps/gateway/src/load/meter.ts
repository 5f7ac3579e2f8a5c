/** @module Turns what workers report from time to time into loads: smoothed, with the time since when each has been busy. */
import type { GuildId } from "@flora/model";
import type { GuildLoad, LoadRules, WorkerLoad } from "./plan.ts";

/** What a worker reports: CPU times since its start, in milliseconds. */
export interface Report {
  /** Of the worker itself. */
  ownCpuMs: number;
  guilds: readonly { guildId: GuildId; cpuMs: number }[];
}

/** Share of a new reading in the smoothed one. */
const FRESH = 0.3;

interface Reading {
  at: number;
  report: Report;
}

interface Entry {
  last: Reading;
  load: number;
  guilds: Map<GuildId, number>;
  busySince?: number | undefined;
  changedAt?: number | undefined;
}

/** The loads of all workers. */
export class LoadMeter {
  readonly #workers = new Map<string, Entry>();
  readonly #shedAt = new Map<GuildId, number>();

  /** `capacity`: CPU time that a worker may use, in cores. */
  constructor(private readonly rules: LoadRules, private readonly capacity: () => number) {}

  /** Takes in a report; the first of a worker only says where to count from. */
  read(worker: string, report: Report, now: number): void {
    const entry = this.#workers.get(worker);
    const last = { at: now, report };
    if (!entry || now <= entry.last.at || report.ownCpuMs < entry.last.report.ownCpuMs) {
      this.#workers.set(worker, { last, load: 0, guilds: new Map() });
      return;
    }
    const budgetMs = (now - entry.last.at) * this.capacity();
    const before = new Map(entry.last.report.guilds.map(({ guildId, cpuMs }) => [guildId, cpuMs]));
    let usedMs = report.ownCpuMs - entry.last.report.ownCpuMs;
    const guilds = new Map<GuildId, number>();
    for (const { guildId, cpuMs } of report.guilds) {
      // One that has just come counts from here.
      const spentMs = Math.max(0, cpuMs - (before.get(guildId) ?? cpuMs));
      usedMs += spentMs;
      guilds.set(guildId, blend(entry.guilds.get(guildId), spentMs / budgetMs));
    }
    const load = blend(entry.load, usedMs / budgetMs);
    const busySince = load > this.rules.high ? entry.busySince ?? now : undefined;
    this.#workers.set(worker, { ...entry, last, load, guilds, busySince });
  }

  /** A guild was moved for its load: both workers are left alone for a while. */
  shed({ guildId, from, to }: { guildId: GuildId; from: string; to: string }, now: number): void {
    this.#shedAt.set(guildId, now);
    for (const name of [from, to]) {
      const entry = this.#workers.get(name);
      if (entry) Object.assign(entry, { changedAt: now, busySince: undefined });
    }
  }

  /** Forgets workers that are not there any more, and sheds long ago. */
  keep(workers: ReadonlySet<string>, now: number): void {
    for (const name of this.#workers.keys()) if (!workers.has(name)) this.#workers.delete(name);
    for (const [guildId, at] of this.#shedAt) {
      if (now - at > this.rules.guildStaysMs) this.#shedAt.delete(guildId);
    }
  }

  loads(movable: (guildId: GuildId) => boolean): WorkerLoad[] {
    return [...this.#workers].map(([name, { load, busySince, changedAt, guilds }]) => ({
      name,
      load,
      busySince,
      changedAt,
      guilds: [...guilds].map(([guildId, load]): GuildLoad => ({
        guildId,
        load,
        movable: movable(guildId),
        shedAt: this.#shedAt.get(guildId),
      })),
    }));
  }
}

function blend(before: number | undefined, now: number): number {
  return before === undefined ? now : before + FRESH * (now - before);
}
