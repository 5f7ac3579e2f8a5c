import assert from "node:assert/strict";
import type { Case } from "./harness.ts";

const LARGE = 1024 * 1024;

/** What a dispatch means: order, overlap, deadlines, ops, timers. */
export const dispatchCases: Case[] = [
  {
    name: "dispatch() tells how a handler ended",
    async run(harness) {
      const isolate = await harness.run(`on("good", () => {});\non("bad", () => { throw new Error("oh") });`);
      assert.deepEqual(await harness.dispatch(isolate, "good"), { status: "ok" });
      assert.deepEqual(await harness.dispatch(isolate, "nobody-listens"), { status: "ok" });
      const outcome = await harness.dispatch(isolate, "bad");
      assert.equal(outcome.status === "threw" && outcome.message, "Error: oh");
      assert.match(outcome.status === "threw" ? outcome.stack : "", /guild\.js:3:/);
    },
  },
  {
    name: "dispatch() starts in order",
    async run(harness) {
      const isolate = await harness.run(`on("x", ({ msg }) => op("note", msg));`);
      await Promise.all([1, 2, 3].map((n) => harness.dispatch(isolate, "x", n)));
      assert.deepEqual(harness.notes(), [1, 2, 3]);
    },
  },
  {
    name: "dispatches overlap at await",
    async run(harness) {
      const isolate = await harness.run(`on("x", () => op("meet", 3));`);
      const outcomes = await Promise.all([1, 2, 3].map((n) => harness.dispatch(isolate, "x", n)));
      assert.deepEqual(outcomes.map(({ status }) => status), ["ok", "ok", "ok"]);
    },
  },
  {
    name: "ops carry guild, generation and dispatch, and bring answers and errors back",
    async run(harness) {
      const isolate = await harness.run(`
        on("x", async () => {
          const answer = await op("echo", { deep: ["é", 1] });
          const code = await op("refuse").catch((error) => error.code);
          await op("note", [answer, code]);
        });`);
      await harness.dispatch(isolate, "x");
      assert.deepEqual(harness.notes(), [[{ deep: ["é", 1] }, "INVALID_ARGUMENT"]]);
      const { guildId, generation, dispatchId } = harness.calls[0]!;
      assert.deepEqual([guildId, generation, dispatchId], ["100000000000000001", 7, "d1"]);
    },
  },
  {
    name: "large values pass both ways",
    async run(harness) {
      const isolate = await harness.run(
        `on("x", async ({ msg }) => { await op("note", (await op("echo", msg)).length); });`,
      );
      assert.equal((await harness.dispatch(isolate, "x", "ü".repeat(LARGE))).status, "ok");
      assert.deepEqual(harness.notes(), [LARGE]);
    },
  },
  {
    name: "a value over the limit is refused, in both directions, and nothing else suffers",
    async run(harness) {
      const isolate = await harness.run(
        `on("x", async () => { await op("note", await op("echo", "a".repeat(200_000)).catch((error) => error.code)); });`,
        { limits: { frameBytes: 100_000 } },
      );
      assert.match(
        JSON.stringify(await harness.dispatch(isolate, "x", "a".repeat(200_000))),
        /Cannot hand over event/,
      );
      assert.equal((await harness.dispatch(isolate, "x")).status, "ok");
      assert.deepEqual(harness.notes(), ["LIMIT_EXCEEDED"]);
    },
  },
  {
    name: "the limit of a frame counts bytes, in both directions, whatever they spell",
    async run(harness) {
      const limits = { frameBytes: 100_000 };
      const sizes = [["ü", 2], ["€", 3], ["😀", 4]] as const;
      const isolate = await harness.run(
        `
        const codes = (calls) => Promise.all(calls.map((call) => call.then(() => "ok", (error) => error.code)));
        on("x", async ({ msg }) => {
          for (const [letter, bytes] of ${JSON.stringify(sizes)}) {
            const [most, more] = [99_900 / bytes, 100_004 / bytes].map((count) => letter.repeat(count));
            await op("note", await codes([op("echo", most), op("echo", more), op("spell", [letter, most.length / letter.length]),
              op("spell", [letter, more.length / letter.length])]));
          }
        });`,
        { limits },
      );
      for (const [letter, bytes] of sizes) {
        const most = letter.repeat(99_800 / bytes);
        assert.equal((await harness.dispatch(isolate, "nobody-listens", most)).status, "ok");
        const more = await harness.dispatch(isolate, "nobody-listens", letter.repeat(100_004 / bytes));
        assert.match(JSON.stringify(more), /Cannot hand over event: 100\d{3} bytes, at most 100000/);
      }
      assert.equal((await harness.dispatch(isolate, "x")).status, "ok");
      const judged = ["ok", "LIMIT_EXCEEDED", "ok", "LIMIT_EXCEEDED"];
      assert.deepEqual(harness.notes(), [judged, judged, judged]);
    },
  },
  {
    name: "timers run, also when no dispatch does",
    async run(harness) {
      const isolate = await harness.run(`
        on("x", () => {
          setTimeout(() => op("note", "second"), 30);
          setTimeout(() => op("note", "first"), 1);
        });`);
      assert.equal((await harness.dispatch(isolate, "x")).status, "ok");
      await harness.until("both timers ran", () => harness.notes().length === 2);
      assert.deepEqual(harness.notes(), ["first", "second"]);
    },
  },
  {
    name: "a deadline ends one dispatch alone while another goes on",
    async run(harness) {
      const isolate = await harness.run(
        `
        on("late", async (ctx) => {
          ctx.ended = (reason) => op("note", "ended: " + reason, { oneWay: true });
          await op("after", 500);
          await op("note", "too late").catch((error) => op("note", error.code, { oneWay: true }));
        });
        on("good", async () => { await op("after", 700); await op("note", "in time"); });`,
        { limits: { graceMs: 10_000 } },
      );
      const good = harness.dispatch(isolate, "good", null, 20_000);
      assert.deepEqual(await harness.dispatch(isolate, "late", null, 50), { status: "timed-out" });
      assert.deepEqual(await good, { status: "ok" });
      assert.equal(isolate.state, "running");
      assert.ok(!harness.notes().includes("too late"));
      assert.ok(harness.notes().includes("in time"));
    },
  },
  {
    name: "unhandled rejections are reported and the isolate lives on",
    async run(harness) {
      const isolate = await harness.run(`
        on("x", () => { Promise.reject(new Error("nobody cares")); Promise.reject({ odd: true }); Promise.reject(null); });`);
      assert.equal((await harness.dispatch(isolate, "x")).status, "ok");
      await harness.until("all are reported", () => harness.problems.length >= 3);
      const first = harness.problems.find(({ message }) => message.includes("nobody cares"));
      assert.match(first?.stack ?? "", /guild\.js:3:/);
      assert.equal((await harness.dispatch(isolate, "x")).status, "ok");
    },
  },
];
