/** @module How long a sleeping guild takes to answer, and how many guests a second can be started. */
import { type BenchBundle } from "./scripts.ts";
import { type Adapter, BenchWorker } from "./bench-worker.ts";
import { pause, quantile, rounded, spread, timed } from "./samples.ts";
import { Substrate } from "./substrate.ts";

const BOOTS = 20;
const ZYGOTES = 2;
/** A zygote that was taken is replaced within this time. */
const REFILL_MS = 150;

/** Event in to handler done of a guild that hibernates, `rest` milliseconds after the last one. */
async function coldStarts(worker: BenchWorker, bundle: BenchBundle, rest: number): Promise<number[]> {
  const guildId = await worker.deploy(bundle);
  const samples: number[] = [];
  for (let n = 0; n < BOOTS; n++) {
    await pause(rest);
    samples.push(...await timed(1, () => worker.ask(guildId)));
    await worker.hibernate(guildId);
  }
  return samples;
}

export interface Bundles {
  small: BenchBundle;
  large: BenchBundle;
}

export async function measureColdStarts(adapter: Adapter, { small, large }: Bundles) {
  const fresh = await BenchWorker.with({ adapter }, async (worker) => ({
    ...spread("coldStartNoZygote", "Ms", await coldStarts(worker, small, 0)),
    ...spread("coldStartNoZygote200Kb", "Ms", await coldStarts(worker, large, 0)),
  }));
  const adopted = await BenchWorker.with({ adapter, spares: ZYGOTES }, async (worker) => ({
    ...spread("coldStartZygote", "Ms", await coldStarts(worker, small, REFILL_MS)),
    ...spread("coldStartZygote200Kb", "Ms", await coldStarts(worker, large, REFILL_MS)),
  }));
  return { ...adopted, ...fresh };
}

/** Boot of the bare process to its first frame. */
export async function measureSubstrateBoot() {
  const samples = await timed(BOOTS, async () => await (await Substrate.boot()).end());
  return { substrateBootP50Ms: rounded(quantile(samples, 0.5)) };
}
