import assert from "node:assert/strict";
import { defaultLimits } from "@flora/model";
import { Harness } from "../../conformance/harness.ts";
import { buildTestImage } from "../../conformance/test-image.ts";
import { ProcFiles } from "../host/proc-files.ts";
import { createIsolatedFactory } from "./factory.ts";

const folder = await Deno.makeTempDir({ prefix: "flora-isolation-" });
const image = await buildTestImage(folder);
Deno.test.afterAll(() => Deno.removeSync(folder, { recursive: true }));

/** Under these no turn has a timeout of its own. */
const limits = { cpuPerDispatchMs: 250, turnTimeoutMs: 600 };
/** So many share the CPU time that one of them uses: the limit of a dispatch comes late. */
const MANY = 12;
const burn = (ms: number) => `for (const end = Date.now() + ${ms}; Date.now() < end;);`;

function watched(name: string, body: (harness: Harness) => Promise<void>): void {
  Deno.test(name, { ignore: !ProcFiles.available }, async () => {
    const spares = { ...defaultLimits, bootTimeoutMs: 20_000 };
    const factory = await createIsolatedFactory({ image, spares: 0, limits: spares });
    await body(new Harness(factory));
    await factory.close();
  });
}

const places = {
  "a handler": `for (;;);`,
  "a chain of microtasks": `for (;;) await null;`,
  "a thrown value": `throw { toString() { for (;;); } };`,
  "a regular expression": `/^(a+)+$/.test("a".repeat(50) + "b");`,
  "what is flushed": `op("echo", { toJSON() { for (;;); } });`,
  "native code": `Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);`,
};

for (const [place, code] of Object.entries(places)) {
  watched(`holdTurns() ends an endless loop in ${place} by its CPU time`, async (harness) => {
    const isolate = await harness.run(`on("x", async () => { ${code} });`, { limits });
    assert.deepEqual(await harness.dispatch(isolate, "x"), { status: "lost", reason: "cpu-limit" });
    assert.equal((await isolate.ended).reason, "cpu-limit");
  });
}

watched("holdTurns() ends an endless loop in a timer and in a rejection nobody handles", async (harness) => {
  const codes = [`setTimeout(() => { for (;;); }, 1);`, `Promise.reject({ toString() { for (;;); } });`];
  for (const code of codes) {
    const isolate = await harness.run(`on("x", () => { ${code} });`, { limits });
    await harness.dispatch(isolate, "x");
    const { reason } = await isolate.ended;
    assert.ok(["cpu-limit", "dispatch-timeout"].includes(reason), reason);
  }
});

watched(
  "holdTurns() leaves the top level the timeout of its turns, whose CPU time nobody counts",
  async (harness) => {
    for (const code of [`for (;;);`, `await op("echo"); for (;;);`]) {
      const { isolate, result } = await harness.load(code, { limits });
      assert.match(result.ok ? "" : result.message, /longer than 600 ms/);
      await isolate.terminate("undeployed");
    }
  },
);

watched("holdTurns() ends one long turn though many dispatches share its CPU time", async (harness) => {
  const isolate = await harness.run(`on("wait", () => op("never")); on("x", () => { for (;;); });`, {
    limits,
  });
  const waiting = Array.from({ length: MANY }, () => harness.dispatch(isolate, "wait"));
  const outcomes = await Promise.all([...waiting, harness.dispatch(isolate, "x")]);
  assert.deepEqual(new Set(outcomes.map(({ status }) => status)), new Set(["lost"]));
  const { reason, detail } = await isolate.ended;
  assert.equal(reason, "dispatch-timeout");
  assert.match(detail!, /one turn used more than 600 ms/);
});

watched("holdTurns() lets many short turns run that say nothing", async (harness) => {
  const isolate = await harness.run(
    `on("x", async () => {
      for (let n = 0; n < 8; n++) { ${burn(10)} await new Promise((resolve) => setTimeout(resolve, 1)); }
    });`,
    { limits },
  );
  const outcomes = await Promise.all(Array.from({ length: MANY }, () => harness.dispatch(isolate, "x")));
  assert.deepEqual(outcomes.filter(({ status }) => status !== "ok"), []);
});
