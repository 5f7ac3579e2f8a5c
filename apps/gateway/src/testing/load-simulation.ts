/** @module Workers and guilds whose demand goes up and down, and a planner that moves guilds between them: what happens over hours. */
import type { GuildId } from "@flora/model";
import { LoadMeter } from "../load/meter.ts";
import { type LoadRules, planSheds, type Shed, type WorkerLoad } from "../load/plan.ts";

/** CPU that a guild wants at a time, in cores. */
export type Demand = (seconds: number) => number;

export interface Simulation {
  workers: number;
  guilds: { home: number; demand: Demand }[];
  rules: LoadRules;
  /** What plans the moves; the real planner by default. */
  plan?: (workers: readonly WorkerLoad[], rules: LoadRules, now: number) => Shed[];
  hours: number;
}

export interface Move extends Shed {
  /** Milliseconds since the start. */
  at: number;
}

export interface Outcome {
  moves: Move[];
  /** What each worker was asked for at the end, in cores. */
  demand: number[];
}

const TICK_MS = 5_000;

/** Each worker has one core; one that is asked for more gives everybody the same share of what they ask. */
export function simulate({ workers, guilds, rules, plan = planSheds, hours }: Simulation): Outcome {
  const meter = new LoadMeter(rules, () => 1);
  const at = guilds.map(({ home }) => home);
  const cpuMs = guilds.map(() => 0);
  const moves: Move[] = [];
  const id = (guild: number) => `${guild}` as GuildId;
  const wanted = (now: number) => guilds.map(({ demand }) => Math.max(0, demand(now / 1_000)));
  const sums = (wants: number[]) => {
    const total = Array<number>(workers).fill(0);
    wants.forEach((want, guild) => total[at[guild]!]! += want);
    return total;
  };
  for (let now = 0; now < hours * 3_600_000; now += TICK_MS) {
    const wants = wanted(now);
    const total = sums(wants);
    wants.forEach((want, guild) => cpuMs[guild]! += want / Math.max(1, total[at[guild]!]!) * TICK_MS);
    for (let worker = 0; worker < workers; worker++) {
      const own = guilds.flatMap((_, guild) =>
        at[guild] === worker ? [{ guildId: id(guild), cpuMs: cpuMs[guild]! }] : []
      );
      meter.read(`${worker}`, { ownCpuMs: 0, guilds: own }, now);
    }
    for (const shed of plan(meter.loads(() => true), rules, now)) {
      at[Number(shed.guildId)] = Number(shed.to);
      meter.shed(shed, now);
      moves.push({ ...shed, at: now });
    }
    meter.keep(new Set(Array.from({ length: workers }, (_, worker) => `${worker}`)), now);
  }
  return { moves, demand: sums(wanted(hours * 3_600_000)) };
}

/** How often a guild came back to a worker that it had left within `ms`. */
export function returns(moves: readonly Move[], ms: number): number {
  let count = 0;
  for (const [index, move] of moves.entries()) {
    const back = moves.slice(0, index).some((left) =>
      left.guildId === move.guildId && left.from === move.to && move.at - left.at < ms
    );
    if (back) count++;
  }
  return count;
}

/** Numbers in [0, 1) that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
