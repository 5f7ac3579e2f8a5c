import assert from "node:assert/strict";
import { type Case, type Harness, script } from "./harness.ts";

const MIB = 1024 * 1024;

/** Asserts that a guest in this condition does not hold up another. */
async function neighbourAnswers(harness: Harness): Promise<void> {
  const neighbour = await harness.run(`on("x", () => op("echo", 1));`);
  assert.deepEqual(await harness.dispatch(neighbour, "x"), { status: "ok" });
}

/** A handler that ends its isolate for one of `reasons`, while a neighbour goes on. */
function fatal(name: string, body: string, reasons: string[], limits = {}): Case {
  return {
    name,
    async run(harness) {
      const isolate = await harness.run(`on("x", async () => { ${body} });`, { limits });
      const bystander = harness.dispatch(isolate, "nothing");
      await bystander;
      const outcome = harness.dispatch(isolate, "x", null, 1_000);
      await neighbourAnswers(harness);
      assert.equal((await outcome).status, "lost", JSON.stringify(await outcome));
      const ended = await isolate.ended;
      assert.ok(reasons.includes(ended.reason), `ended by ${ended.reason}: ${ended.detail}`);
      assert.equal(ended.failure, "running");
      assert.equal(isolate.state, "failed");
    },
  };
}

/** A handler that is cut off by the limit of one turn; the isolate lives on. */
function cutOff(name: string, body: string, setup = ""): Case {
  return {
    name,
    async run(harness) {
      const isolate = await harness.run(
        `${setup}\non("x", async () => { ${body} }); on("y", () => op("echo"));`,
        {
          limits: { turnTimeoutMs: 100 },
        },
      );
      const outcome = harness.dispatch(isolate, "x");
      await neighbourAnswers(harness);
      assert.deepEqual(await outcome, { status: "timed-out" });
      assert.deepEqual(await harness.dispatch(isolate, "y"), { status: "ok" });
    },
  };
}

const uninterruptible = `Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);`;
const memory = ["memory-limit"];
const slowGrace = { graceMs: 100, turnTimeoutMs: 60_000 };

/** Endless loops and bombs, wherever code can run. */
export const exhaustionCases: Case[] = [
  cutOff("an endless loop in a handler is cut off", `for (;;);`),
  cutOff("an endless loop after an await is cut off", `await op("echo"); for (;;);`),
  cutOff("an endless chain of microtasks is cut off", `for (;;) await null;`),
  cutOff("an endless loop in a getter of a thrown value is cut off", `throw { toString() { for (;;); } };`),
  cutOff("a catastrophic regular expression is cut off", `/^(a+)+$/.test("a".repeat(40) + "b");`),
  cutOff("an endless loop in a finally block is cut off", `for (;;) try { for (;;); } finally { continue; }`),
  {
    name: "an endless loop at the top level is refused",
    async run(harness) {
      const { result } = await harness.load(`for (;;);`, { limits: { turnTimeoutMs: 100 } });
      assert.match(result.ok ? "" : result.message, /longer than 100 ms/);
    },
  },
  {
    name: "an endless loop at the top level after an await is refused",
    async run(harness) {
      const { result } = await harness.load(`await op("echo"); for (;;);`, {
        limits: { turnTimeoutMs: 100 },
      });
      assert.match(result.ok ? "" : result.message, /longer than 100 ms/);
    },
  },
  {
    name: "an endless loop in a timer is cut off and reported",
    async run(harness) {
      const isolate = await harness.run(`setTimeout(() => { for (;;); }, 1); on("y", () => op("echo"));`, {
        limits: { turnTimeoutMs: 100 },
      });
      await harness.until(
        "it is reported",
        () => harness.problems.some(({ message }) => /Cannot finish turn/.test(message)),
      );
      assert.deepEqual(await harness.dispatch(isolate, "y"), { status: "ok" });
    },
  },
  {
    name: "an endless loop in a timer is reported also where its host hears late that the script is loaded",
    async run(harness) {
      const isolate = await harness.create({ limits: { turnTimeoutMs: 100 } });
      const loading = isolate.load(script(`await op("note");
        await new Promise((resolve) => setTimeout(resolve, 100));
        setTimeout(() => { for (;;); }, 1);`));
      await harness.until("it loads", () => harness.calls.length === 1);
      // In the next round the answer is sent; then the host is held up until it can read of both at once.
      await new Promise((resolve) => setTimeout(resolve, 10));
      for (const end = performance.now() + 500; performance.now() < end;);
      assert.ok((await loading).ok);
      await harness.until(
        "it is reported",
        () => harness.problems.some(({ message }) => /Cannot finish turn/.test(message)),
      );
    },
  },
  {
    name: "an endless loop while flushing is cut off",
    async run(harness) {
      const isolate = await harness.run(
        `on("x", () => { op("echo", { toJSON() { for (;;); } }); }); on("y", () => op("echo"));`,
        { limits: { turnTimeoutMs: 100, graceMs: 10_000 } },
      );
      assert.deepEqual(await harness.dispatch(isolate, "x", null, 1_000), { status: "timed-out" });
      assert.deepEqual(await harness.dispatch(isolate, "y"), { status: "ok" });
    },
  },
  {
    name: "CPU time of one dispatch is bounded however it is cut up",
    async run(harness) {
      const isolate = await harness.run(
        `on("x", async () => { for (;;) { const end = Date.now() + 20; while (Date.now() < end); await op("echo"); } });`,
        { limits: { cpuPerDispatchMs: 200 } },
      );
      const outcome = harness.dispatch(isolate, "x");
      await neighbourAnswers(harness);
      assert.deepEqual(await outcome, { status: "lost", reason: "cpu-limit" });
      assert.equal((await isolate.ended).reason, "cpu-limit");
    },
  },
  {
    name: "CPU time of timers outside any dispatch is bounded",
    async run(harness) {
      const isolate = await harness.run(
        `const again = () => { const end = Date.now() + 50; while (Date.now() < end); setTimeout(again, 0); }; again();`,
        { limits: { cpuPerDispatchMs: 200 } },
      );
      assert.equal((await isolate.ended).reason, "cpu-limit");
    },
  },
  {
    name:
      "a guest that does not answer is killed soon after its deadline, and takes its own dispatches along",
    async run(harness) {
      const isolate = await harness.run(
        `on("x", () => { ${uninterruptible} }); on("wait", () => op("never"));`,
        {
          limits: slowGrace,
        },
      );
      const waiting = harness.dispatch(isolate, "wait");
      const outcome = harness.dispatch(isolate, "x", null, 200);
      await neighbourAnswers(harness);
      assert.deepEqual(await outcome, { status: "lost", reason: "dispatch-timeout" });
      assert.deepEqual(await waiting, { status: "lost", reason: "dispatch-timeout" });
    },
  },
  {
    name: "a top level that does not answer is killed soon after its deadline",
    async run(harness) {
      const { isolate, result } = await harness.load(uninterruptible, {
        limits: { ...slowGrace, loadTimeoutMs: 200 },
      });
      assert.match(result.ok ? "" : result.message, /isolate ended: load-timeout/);
      assert.equal((await isolate.ended).reason, "load-timeout");
    },
  },
  fatal(
    "a heap bomb ends the guest alone",
    `const a = []; for (;;) a.push(new Array(1e4).fill({}));`,
    memory,
    {
      turnTimeoutMs: 60_000,
      graceMs: 60_000,
    },
  ),
  {
    name: "buffers do not escape the memory limit",
    async run(harness) {
      const isolate = await harness.run(
        `on("x", async () => { const a = []; for (let i = 0; i < 1024; i++) a.push(new Uint8Array(${MIB}).fill(1)); await op("note", "all"); });`,
        { limits: { turnTimeoutMs: 60_000, graceMs: 60_000 } },
      );
      const outcome = await harness.dispatch(isolate, "x");
      assert.ok(outcome.status === "threw" || outcome.status === "lost", JSON.stringify(outcome));
      assert.deepEqual(harness.notes(), []);
    },
  },
  fatal("a crash of V8 ends the guest alone", `"x".repeat(2 ** 28).split("");`, ["crashed", "memory-limit"], {
    turnTimeoutMs: 60_000,
    graceMs: 60_000,
  }),
  {
    name: "a flood of ops is served no faster than its owner answers, and starves nobody",
    async run(harness) {
      const isolate = await harness.run(
        `on("x", async () => { for (let i = 0; i < 50_000; i++) op("never", i); await op("echo"); });`,
        { limits: { opsInFlight: 8, graceMs: 60_000, turnTimeoutMs: 60_000 } },
      );
      const outcome = harness.dispatch(isolate, "x");
      await neighbourAnswers(harness);
      assert.ok(harness.calls.length < 1_000, `${harness.calls.length} calls are out`);
      await isolate.terminate("shutdown");
      assert.equal((await outcome).status, "lost");
    },
  },
  {
    name: "a flood of one-way ops leaves the worker to its neighbours",
    async run(harness) {
      const isolate = await harness.run(
        `on("x", () => { for (let i = 0; i < 100_000; i++) op("flood", i, { oneWay: true }); setTimeout(() => {}, 0); });`,
      );
      const neighbour = await harness.run(`on("x", () => op("echo", 1));`);
      const median = async () => {
        const times: number[] = [];
        for (let i = 0; i < 20; i++) {
          const start = performance.now();
          assert.deepEqual(await harness.dispatch(neighbour, "x"), { status: "ok" });
          times.push(performance.now() - start);
        }
        return times.sort((one, other) => one - other)[10]!;
      };
      const quiet = await median();
      const flood = harness.dispatch(isolate, "x");
      const flooded = await median();
      assert.ok(flooded < 250 + 10 * quiet, `median is ${flooded} ms, without the flood ${quiet} ms`);
      await isolate.terminate("shutdown");
      await flood;
    },
  },
  {
    name: "a flood of unhandled rejections is reported in few words",
    async run(harness) {
      const isolate = await harness.run(
        `on("x", () => { for (let i = 0; i < 20_000; i++) Promise.reject(i); });`,
      );
      assert.equal((await harness.dispatch(isolate, "x")).status, "ok");
      await harness.until(
        "it is reported",
        () => harness.problems.some(({ message }) => /more promises/.test(message)),
      );
      assert.ok(harness.problems.length < 1_000, `${harness.problems.length} problems`);
    },
  },
];
