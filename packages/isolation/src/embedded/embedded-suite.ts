/** @module The suite for threads; started by embedded.test.ts with the option that threads without permissions need. */
import assert from "node:assert/strict";
import { testIsolation } from "../../conformance/isolation.ts";
import { Harness } from "../../conformance/harness.ts";
import { perDispatchSkips } from "../../conformance/per-dispatch-skips.ts";
import { buildTestImage } from "../../conformance/test-image.ts";
import { createPerDispatchFactory } from "../per-dispatch/factory.ts";
import { createEmbeddedFactory } from "./factory.ts";
import { workerThreads } from "./thread-ids.ts";

const folder = await Deno.makeTempDir({ prefix: "flora-isolation-" });
const image = await buildTestImage(folder);
Deno.test.afterAll(() => Deno.removeSync(folder, { recursive: true }));

const newFactory = () => createEmbeddedFactory({ image });
const leftovers = () => [...workerThreads()];
const threadSkips = [
  {
    reason:
      "memory is the process's: a guest that exhausts it, or crashes the engine, takes the process along",
    tests: [
      "a heap bomb ends the guest alone",
      "buffers do not escape the memory limit",
      "a crash of V8 ends the guest alone",
    ],
  },
  {
    reason: "a thread in native code cannot be stopped: the process has to be replaced",
    tests: [
      "a guest that does not answer is killed soon after its deadline, and takes its own dispatches along",
      "a top level that does not answer is killed soon after its deadline",
    ],
  },
];

testIsolation("embedded", newFactory, { leftovers, skip: threadSkips });
testIsolation("embedded, per dispatch", async () => createPerDispatchFactory(await newFactory()), {
  leftovers,
  skip: [...threadSkips, ...perDispatchSkips],
});

// The last one: its thread runs until this process ends.
Deno.test("a thread that cannot be stopped is reported as failed during teardown", async () => {
  const harness = new Harness(await newFactory());
  const isolate = await harness.run(
    `on("x", () => { Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1); });`,
  );
  assert.deepEqual(await harness.dispatch(isolate, "x", null, 100), {
    status: "lost",
    reason: "dispatch-timeout",
  });
  const ended = await isolate.ended;
  assert.deepEqual([ended.reason, ended.failure], ["dispatch-timeout", "teardown"]);
  assert.match(ended.detail ?? "", /still runs/);
});
