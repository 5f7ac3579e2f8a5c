/** @module Prints what a worker keeps of each guild that hibernates, after each has had one life. */
import { BenchWorker } from "./bench-worker.ts";
import { memoryOf } from "./memory.ts";
import { noGuests } from "./no-guest.ts";
import { rounded } from "./samples.ts";

const GUILDS = 10_000;
const WARM_UP = 500;
const KIB = 1024;
const bundle = { code: "(async () => {})()", sourceMap: "{}", source: "" };
const { gc } = globalThis as unknown as { gc(): void };

async function live(worker: BenchWorker): Promise<void> {
  const guildId = await worker.deploy(bundle);
  await worker.ask(guildId);
  await worker.hibernate(guildId);
}

/** The collector needs several rounds to take what finalizers held. */
async function used(): Promise<number> {
  for (let round = 0; round < 5; round++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}

await BenchWorker.with({ isolates: noGuests }, async (worker) => {
  for (let n = 0; n < WARM_UP; n++) await live(worker);
  const [heap, all] = [await used(), memoryOf(Deno.pid)];
  for (let n = 0; n < GUILDS; n++) await live(worker);
  const kib = (bytes: number) => rounded(bytes / GUILDS / KIB);
  const heapKib = kib(await used() - heap);
  console.log(JSON.stringify({
    hibernatedGuildKiB: heapKib,
    hibernatedGuildProcessKiB: kib(memoryOf(Deno.pid) - all),
  }));
});
