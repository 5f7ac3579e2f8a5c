/** @module Memory of guilds that are awake, beside that of the bare process. */
import { BenchWorker } from "./bench-worker.ts";
import { childProcesses, meanMib } from "./memory.ts";
import { pause, rounded, timed } from "./samples.ts";
import type { BenchBundle } from "./scripts.ts";
import { Substrate } from "./substrate.ts";

const FEW = 50;
const MANY = 200;
/** Dispatches each guild has had when it is looked at. */
const DISPATCHES = 20;
const AT_ONCE = 4;
/** A guest that has been idle for this long has given back what it does not need. */
const REST_MS = 7_000;

/** Runs `work` for 0 to `times` - 1, a few at once. */
async function some(times: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < times) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/** Per guild process of the isolated adapter, a while after its last dispatch, as most guilds are at most times. */
export function measureWarmMemory(bundle: BenchBundle) {
  return BenchWorker.with({}, async (worker) => {
    const before = new Set(childProcesses());
    const guests = () => childProcesses().filter((pid) => !before.has(pid));
    const wake = async () => {
      const guildId = await worker.deploy(bundle);
      await timed(DISPATCHES, () => worker.ask(guildId));
    };
    await some(FEW, wake);
    await pause(REST_MS);
    const few = meanMib(guests());
    await some(MANY - FEW, wake);
    await pause(REST_MS);
    return { warmGuildMiB: rounded(few), [`warmGuildMiBAt${MANY}`]: rounded(meanMib(guests())) };
  });
}

export async function measureSubstrateMemory() {
  const processes: Substrate[] = [];
  await some(FEW, async () => void processes.push(await Substrate.boot()));
  const mib = meanMib(processes.map(({ pid }) => pid));
  await Promise.all(processes.map((process) => process.end()));
  return { substrateMiB: rounded(mib) };
}
