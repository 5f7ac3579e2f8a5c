/** @module What a guild notices of a hostile one in the same worker, both under the default limits. */
import { defaultLimits, type GuildId } from "@flora/model";
import { type Apart, keepApart } from "./apart.ts";
import { BenchWorker } from "./bench-worker.ts";
import { bestOf, pause, quantile, rounded, timed } from "./samples.ts";
import { type Attack, attacks, type BenchBundle, bundleAttack } from "./scripts.ts";

const ROUNDS = 2;
const DISPATCHES = 500;
const WARM_UP = 200;
/** Between two dispatches of the neighbour: below its own limits on ops and CPU. */
const PAUSE_MS = 6;
const ATTACKERS = 12;
const ZYGOTES = 2;
/** As guilds have them, unlike elsewhere in this bench. */
const { opsPerSecond, cpuBurstMs, cpuPerDispatchMs } = defaultLimits;
const paced = { opsPerSecond, cpuBurstMs, cpuPerDispatchMs };

async function dispatches(worker: BenchWorker, neighbour: GuildId, count: number): Promise<number[]> {
  const samples: number[] = [];
  for (let n = 0; n < count; n++) {
    samples.push(...await timed(1, () => worker.ask(neighbour)));
    await pause(PAUSE_MS);
  }
  return samples;
}

async function p99Us(worker: BenchWorker, neighbour: GuildId): Promise<number> {
  return rounded(1_000 * quantile(await dispatches(worker, neighbour, DISPATCHES), 0.99));
}

/** One hostile guild takes a dispatch after the other; when flora has paused it for long, the next one takes over. */
async function attack(worker: BenchWorker, attackers: GuildId[], over: () => boolean): Promise<void> {
  for (let n = 0; !over();) {
    const { status } = await worker.say(attackers[n % attackers.length]!);
    if (status !== "dropped") continue;
    n++;
    await pause(PAUSE_MS);
  }
}

async function underAttack(worker: BenchWorker, neighbour: GuildId, bundle: BenchBundle): Promise<number> {
  const attackers = await Promise.all(Array.from({ length: ATTACKERS }, () => worker.deploy(bundle)));
  let over = false;
  const attacking = attack(worker, attackers, () => over);
  const figure = await p99Us(worker, neighbour);
  over = true;
  await attacking;
  await Promise.all(attackers.map((guildId) => worker.guilds.stop(guildId, "guild-left")));
  return figure;
}

/** `loop` as part of a figure's name. */
const capitalized = (name: string) => name[0]!.toUpperCase() + name.slice(1);

type Hostile = (readonly [Attack, BenchBundle])[];

/** The neighbour's figures while nothing happens and under each attack; with `apart`, on cores of its own. */
function measure(bundle: BenchBundle, hostile: Hostile, apart?: Apart): Promise<Record<string, number>> {
  return BenchWorker.with({ limits: paced, spares: ZYGOTES }, async (worker) => {
    const neighbour = await worker.deploy(bundle);
    await dispatches(worker, neighbour, WARM_UP);
    await apart?.around(() => dispatches(worker, neighbour, WARM_UP));
    const figures = await bestOf(ROUNDS, async () => {
      const round: Record<string, number> = { neighbourQuietP99Us: await p99Us(worker, neighbour) };
      for (const [name, code] of hostile) {
        round[`neighbour${capitalized(name)}P99Us`] = await underAttack(worker, neighbour, code);
      }
      return round;
    });
    const { neighbourQuietP99Us, ...attacked } = figures;
    return {
      neighbourQuietP99Us: neighbourQuietP99Us!,
      neighbourAttackP99Us: Math.max(...Object.values(attacked)),
      ...attacked,
    };
  });
}

/**
 * Given a free core, where the system can give one: hostile guests have one core and worker and neighbour the others. What
 * the same comes to where everybody uses every core is told beside it, as `crowded`.
 */
export async function measureNeighbours(bundle: BenchBundle): Promise<Record<string, number>> {
  const hostile = await Promise.all(
    (Object.keys(attacks) as Attack[]).map(async (name) => [name, await bundleAttack(name)] as const),
  );
  const crowded = await measure(bundle, hostile);
  const apart = await keepApart();
  try {
    if (!apart) return { ...crowded, neighbourOwnCores: 0 };
    const given = await measure(bundle, hostile, apart);
    const beside = Object.entries(crowded).map(([name, value]) => [`crowded${capitalized(name)}`, value]);
    return { ...given, neighbourOwnCores: apart.cores, ...Object.fromEntries(beside) };
  } finally {
    await apart?.end();
  }
}
