/**
 * @module Which guilds a busy worker hands to others. Pure: what is known of the workers in, moves out. Against going back
 * and forth there are two levels and three pauses: a worker sheds only above the high one and until it is below the low
 * one; a target may not come near the high one by it; a worker has to be busy for a while, is left alone for a while after
 * every change, and a guild that has moved stays where it is for long.
 */
import type { GuildId } from "@flora/model";

export interface LoadRules {
  /** A worker above this is busy. Loads are shares of what a worker can do. */
  high: number;
  /** A busy one sheds until it would be below this… */
  low: number;
  /** …and nobody comes to be above this by what others shed. */
  targetMost: number;
  /** A move is worth it where the target is left this much below what the source was. */
  margin: number;
  /** Guilds that use less are not worth a move. */
  leastGuild: number;
  /** A worker sheds after it has been busy for this long. Milliseconds, as all that follow. */
  busyForMs: number;
  /** Loads are read anew for this long after guilds came or went. */
  settleMs: number;
  /** A guild that has been shed stays for this long. */
  guildStaysMs: number;
  /** Moves of one worker at a time. */
  mostMoves: number;
}

export const defaultLoadRules: LoadRules = {
  high: 0.8,
  low: 0.65,
  targetMost: 0.7,
  margin: 0.1,
  leastGuild: 0.01,
  busyForMs: 30_000,
  settleMs: 30_000,
  guildStaysMs: 10 * 60_000,
  mostMoves: 5,
};

export interface GuildLoad {
  guildId: GuildId;
  load: number;
  /** False for one that is pinned. */
  movable: boolean;
  /** When it was shed last; Unix milliseconds. */
  shedAt?: number | undefined;
}

export interface WorkerLoad {
  name: string;
  load: number;
  /** Since when its load has been above the high level; undefined while it is not. */
  busySince?: number | undefined;
  /** When guilds last came to it or left it for their load. */
  changedAt?: number | undefined;
  guilds: readonly GuildLoad[];
}

export interface Shed {
  guildId: GuildId;
  from: string;
  to: string;
}

/** The moves to make now, the busiest guilds of the busiest worker first. */
export function planSheds(workers: readonly WorkerLoad[], rules: LoadRules, now: number): Shed[] {
  const projected = new Map(workers.map(({ name, load }) => [name, load]));
  const settled = (worker: WorkerLoad) => now - (worker.changedAt ?? -Infinity) >= rules.settleMs;
  const busy = workers.filter((worker) =>
    worker.load > rules.high && worker.busySince !== undefined &&
    now - worker.busySince >= rules.busyForMs && settled(worker)
  ).sort((a, b) => b.load - a.load);
  const sheds: Shed[] = [];
  for (const source of busy) {
    const targets = workers.filter((worker) =>
      worker !== source && !busy.includes(worker) && settled(worker)
    );
    sheds.push(...shedFrom(source, targets, { projected, rules, now }));
  }
  return sheds;
}

function shedFrom(
  source: WorkerLoad,
  targets: readonly WorkerLoad[],
  { projected, rules, now }: { projected: Map<string, number>; rules: LoadRules; now: number },
): Shed[] {
  const sheds: Shed[] = [];
  const candidates = source.guilds.filter(({ load, movable, shedAt }) =>
    movable && load >= rules.leastGuild && now - (shedAt ?? -Infinity) >= rules.guildStaysMs
  ).sort((a, b) => b.load - a.load);
  for (const { guildId, load } of candidates) {
    const left = projected.get(source.name)!;
    if (left <= rules.low || sheds.length >= rules.mostMoves) break;
    const target = leastLoaded(targets, projected);
    if (!target) break;
    const after = projected.get(target.name)! + load;
    if (after > rules.targetMost || after > left - rules.margin) continue;
    projected.set(source.name, left - load);
    projected.set(target.name, after);
    sheds.push({ guildId, from: source.name, to: target.name });
  }
  return sheds;
}

function leastLoaded(
  workers: readonly WorkerLoad[],
  projected: ReadonlyMap<string, number>,
): WorkerLoad | undefined {
  return workers.reduce<WorkerLoad | undefined>(
    (best, one) => !best || projected.get(one.name)! < projected.get(best.name)! ? one : best,
    undefined,
  );
}
