import assert from "node:assert/strict";
import os from "node:os";
import { defaultLimits } from "@flora/model";
import { Harness } from "../../conformance/harness.ts";
import { processesOf } from "../../conformance/processes-of.ts";
import { buildTestImage } from "../../conformance/test-image.ts";
import type { IsolateFactory } from "../contract.ts";
import { createIsolatedFactory } from "./factory.ts";

const folder = await Deno.makeTempDir({ prefix: "flora-isolation-" });
const image = await buildTestImage(folder);
const processes = processesOf(image);
const limits = { ...defaultLimits, bootTimeoutMs: 20_000 };
Deno.test.afterAll(() => Deno.removeSync(folder, { recursive: true }));

const usual = os.getPriority();
const behind = Math.min(19, usual + 5);
const priorities = () => processes().map((pid) => os.getPriority(Number(pid)));

/** Runs `body` where guests can fall behind: root in a container may not even do that. */
async function withGuests(
  spares: number,
  body: (harness: Harness, factory: IsolateFactory) => Promise<void>,
): Promise<void> {
  const factory = await createIsolatedFactory({ image, spares, limits });
  try {
    if (factory.layers.includes("hogs-last")) await body(new Harness(factory), factory);
  } finally {
    await factory.close();
  }
}

const linux = { ignore: Deno.build.os !== "linux" };

Deno.test(
  "a guest that uses much CPU time gives way to the others",
  linux,
  () =>
    withGuests(0, async (harness) => {
      const work =
        `on("work", async ({ msg }) => { const end = Date.now() + msg; while (Date.now() < end); await op("never"); });`;
      const hog = await harness.run(work, { limits: { turnTimeoutMs: 60_000 } });
      const [hogPid] = processes();
      const other = await harness.run(work);
      void harness.dispatch(other, "work", 1);
      void harness.dispatch(hog, "work", 60_000);
      await harness.until("it gives way", () => os.getPriority(Number(hogPid)) === behind);
      assert.deepEqual(priorities().sort((a, b) => a - b), [usual, behind]);
      const threads = Array.from(Deno.readDirSync(`/proc/${hogPid}/task`), ({ name }) => Number(name));
      assert.deepEqual(threads.map((thread) => os.getPriority(thread)), threads.map(() => behind));
    }),
);

Deno.test(
  "a guest of a guild that failed lately gives way from the start, until that is forgotten",
  linux,
  () =>
    withGuests(0, async (harness) => {
      await harness.run("", { givesWayUntil: Date.now() + 600_000 });
      assert.deepEqual(priorities(), [behind]);
      await harness.run("", { givesWayUntil: Date.now() - 1 });
      assert.deepEqual(priorities().sort((a, b) => a - b), [usual, behind]);
    }),
);

Deno.test(
  "a spare is as good as any other guest when a guild adopts it",
  linux,
  () =>
    withGuests(1, async (harness, factory) => {
      await factory.replenish();
      await harness.run("");
      await harness.until("the next spare has booted", () => priorities().length === 2);
      await factory.replenish();
      assert.deepEqual(priorities(), [usual, usual]);
    }),
);
