/** @module Boot, dispatch and kill of the isolated adapter beside the bare substrate: `deno run -A bench/isolate.ts [--json]`. */
import assert from "node:assert/strict";
import { Harness, script } from "../conformance/harness.ts";
import { buildTestImage } from "../conformance/test-image.ts";
import { createIsolatedFactory } from "../src/mod.ts";
import { quantile, rounded, timed } from "./statistics.ts";
import { measureSubstrate } from "./substrate.ts";

const MIB = 1024 * 1024;
const BOOTS = 40;
const DISPATCHES = 2_000;
const DEADLINE_MS = 200;

/** A bundle of about so many bytes with one handler that calls one op. */
function bundle(bytes: number): string {
  const filler = Array.from(
    { length: Math.ceil(bytes / 60) },
    (_, n) => `const f${n} = (a) => a + ${n} * Math.sqrt(a || 1);`,
  );
  return script(`${filler.join("\n")}\non("x", () => op("echo", { content: "pong" }));`);
}

const folder = await Deno.makeTempDir({ prefix: "flora-bench-" });
const image = await buildTestImage(folder);
const small = bundle(5_000);
const large = bundle(200_000);

/** Event in to handler done of a guild that sleeps. */
async function coldStart(harness: Harness, code: string): Promise<void> {
  const isolate = await harness.create();
  assert.ok((await isolate.load(code)).ok);
  assert.deepEqual(await harness.dispatch(isolate, "x"), { status: "ok" });
  void isolate.terminate("hibernated");
}

async function withFactory<T>(spares: number, work: (harness: Harness) => Promise<T>): Promise<T> {
  const factory = await createIsolatedFactory({ image, spares });
  try {
    return await work(new Harness(factory));
  } finally {
    await factory.close();
  }
}

/** Waits until the spares are there again, so that each start finds one. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 150));

const substrate = await measureSubstrate(BOOTS, DISPATCHES);
const fresh = await withFactory(0, (harness) => timed(BOOTS, () => coldStart(harness, small)));
const zygote = async (code: string) =>
  await withFactory(2, async (harness) => {
    const samples: number[] = [];
    for (let n = 0; n < BOOTS; n++) {
      await rest();
      samples.push(...await timed(1, () => coldStart(harness, code)));
    }
    return samples;
  });
const adopted = await zygote(small);
const adoptedLarge = await zygote(large);
const warm = await withFactory(0, async (harness) => {
  const isolate = await harness.create();
  await isolate.load(small);
  await timed(500, () => harness.dispatch(isolate, "x", { content: "a".repeat(200) }, 3_000));
  const samples = await timed(
    DISPATCHES,
    () => harness.dispatch(isolate, "x", { content: "a".repeat(200) }, 3_000),
  );
  return { samples, mib: isolate.usage().residentBytes / MIB };
});
/** From deadline to confirmed death of a guest that no longer answers. */
const kills = await withFactory(0, async (harness) => {
  const samples: number[] = [];
  const limits = { graceMs: 100, turnTimeoutMs: 60_000 };
  const stuck = `on("x", () => { Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1); });`;
  for (let n = 0; n < 20; n++) {
    const isolate = await harness.run(stuck, { limits });
    const [took] = await timed(1, async () => {
      void harness.dispatch(isolate, "x", null, DEADLINE_MS);
      await isolate.ended;
    });
    samples.push(took! - DEADLINE_MS);
  }
  return samples;
});
await Deno.remove(folder, { recursive: true });

const p50 = (samples: number[]) => rounded(quantile(samples, 0.5));
const p99 = (samples: number[]) => rounded(quantile(samples, 0.99));
const figures = {
  substrateBootP50Ms: p50(substrate.bootMs),
  substrateRoundTripP50Us: rounded(1000 * quantile(substrate.tripMs, 0.5)),
  substrateMiB: rounded(substrate.mib),
  coldStartNoZygoteP50Ms: p50(fresh),
  coldStartZygoteP50Ms: p50(adopted),
  coldStartZygoteP99Ms: p99(adopted),
  coldStartZygote200KbP50Ms: p50(adoptedLarge),
  dispatchP50Us: rounded(1000 * quantile(warm.samples, 0.5)),
  dispatchP99Us: rounded(1000 * quantile(warm.samples, 0.99)),
  warmGuildMiB: rounded(warm.mib),
  killP99Ms: p99(kills),
};
if (Deno.args.includes("--json")) console.log(JSON.stringify({ bench: "isolate", figures }));
else console.table(figures);
