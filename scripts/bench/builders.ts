/** @module What the builders in the SDK cost a script that uses none, beside an SDK without them, and one that uses one. */
import { join } from "node:path";
import { bundleFiles, dispose } from "@flora/bundler";
import type { GuestImage } from "@flora/isolation";
import { buildGuestImage } from "@flora/sdk/image";
import { writeBareSdk } from "./builders/bare-sdk.ts";
import { BenchWorker } from "./isolate/bench-worker.ts";
import { childProcesses, meanMib } from "./isolate/memory.ts";
import { bestOf, pause, quantile, rounded, timed } from "./isolate/samples.ts";

const ROUNDS = 3;
const STARTS = 15;
const GUESTS = 10;
/** A guest that has been idle for this long has given back what it does not need. */
const REST_MS = 7_000;

const PLAIN = `on("messageCreate", (ctx) => ctx.reply("pong"));`;
const BUILT = `on("messageCreate", (ctx) => ctx.reply({ embeds: [embed().setTitle("pong")] }));`;

export async function run() {
  const folder = await Deno.makeTempDir({ prefix: "flora-bench-" });
  try {
    const shipped = await buildGuestImage(join(folder, "shipped"));
    const bare = { ...shipped, sdkPath: join(folder, "bare.js") };
    await writeBareSdk(bare.sdkPath);
    const figures = await bestOf(ROUNDS, async () => ({
      ...await measure("withoutBuilders", bare, PLAIN),
      ...await measure("withBuilders", shipped, PLAIN),
      ...await measure("usingBuilders", shipped, BUILT),
    }));
    const sizes = {
      withoutBuildersSdkBytes: (await Deno.stat(bare.sdkPath)).size,
      withBuildersSdkBytes: (await Deno.stat(shipped.sdkPath)).size,
    };
    return { ...figures, ...sizes };
  } finally {
    await dispose();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Event in to handler done of a guild that sleeps, and memory of one that is awake and has rested. */
async function measure(name: string, image: GuestImage, source: string): Promise<Record<string, number>> {
  const { code, sourceMap } = await bundleFiles({ "bot.ts": source }, "bot.ts");
  return await BenchWorker.with({ image }, async (worker) => {
    const before = new Set(childProcesses());
    const guildId = await worker.deploy({ code, sourceMap, source });
    const starts: number[] = [];
    for (let n = 0; n < STARTS; n++) {
      starts.push(...await timed(1, () => worker.ask(guildId)));
      await worker.hibernate(guildId);
    }
    for (let n = 0; n < GUESTS; n++) await worker.ask(await worker.deploy({ code, sourceMap, source }));
    await pause(REST_MS);
    const guests = childProcesses().filter((pid) => !before.has(pid));
    return {
      [`${name}ColdStartP50Ms`]: rounded(quantile(starts, 0.5)),
      [`${name}WarmMiB`]: rounded(meanMib(guests)),
    };
  });
}
