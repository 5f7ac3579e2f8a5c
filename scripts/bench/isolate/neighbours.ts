/** @module What a guild notices of a hostile one in the same worker, both under the default limits. */
import type { GuildId } from "@flora/model";
import { BenchWorker } from "./bench-worker.ts";
import { pause, quantile, rounded, timed } from "./samples.ts";
import { type Attack, attacks, type BenchBundle, bundleAttack } from "./scripts.ts";

const DISPATCHES = 600;
const WARM_UP = 200;
/** Between two dispatches of the neighbour: below its own limits on ops and CPU. */
const PAUSE_MS = 6;
const ATTACKERS = 12;

async function p99Us(worker: BenchWorker, neighbour: GuildId): Promise<number> {
  const samples: number[] = [];
  for (let n = 0; n < DISPATCHES; n++) {
    samples.push(...await timed(1, () => worker.ask(neighbour)));
    await pause(PAUSE_MS);
  }
  return rounded(1_000 * quantile(samples, 0.99));
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

export async function measureNeighbours(bundle: BenchBundle) {
  const hostile = await Promise.all(
    (Object.keys(attacks) as Attack[]).map(async (name) => [name, await bundleAttack(name)] as const),
  );
  return await BenchWorker.with(
    { limits: { opsPerSecond: 200, cpuBurstMs: 10_000, cpuPerDispatchMs: 250 } },
    async (worker) => {
      const neighbour = await worker.deploy(bundle);
      await timed(WARM_UP, async () => {
        await worker.ask(neighbour);
        await pause(PAUSE_MS);
      });
      const quiet = await p99Us(worker, neighbour);
      const under: Record<string, number> = {};
      for (const [name, code] of hostile) {
        under[`neighbour${name[0]!.toUpperCase()}${name.slice(1)}P99Us`] = await underAttack(
          worker,
          neighbour,
          code,
        );
      }
      return {
        neighbourQuietP99Us: quiet,
        neighbourAttackP99Us: Math.max(...Object.values(under)),
        ...under,
      };
    },
  );
}
