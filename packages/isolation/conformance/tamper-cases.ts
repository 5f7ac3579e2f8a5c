import assert from "node:assert/strict";
import type { Case } from "./harness.ts";

/** A guest that breaks its own side; the host must neither believe it nor wait for it. */
export const tamperCases: Case[] = [
  {
    name: "the SDK's own half is out of the guest's reach",
    async run(harness) {
      const isolate = await harness.run(`
        on("x", async () => {
          const hidden = Reflect.ownKeys(globalThis).map(String).filter((name) => name.startsWith("$"));
          const reached = hidden.filter((name) => typeof globalThis[name] === "object" && globalThis[name] !== null);
          await op("note", [typeof __flora, "__flora" in globalThis, reached.length]);
        });`);
      await harness.dispatch(isolate, "x");
      assert.deepEqual(harness.notes(), [["undefined", false, 0]]);
    },
  },
  {
    name: "a global put in the SDK's place is not asked",
    async run(harness) {
      const isolate = await harness.run(`
        globalThis.__flora = { turn() { op("note", "mine"); } };
        on("x", () => op("echo"));`);
      assert.deepEqual(await harness.dispatch(isolate, "x"), { status: "ok" });
      assert.deepEqual(harness.notes(), []);
    },
  },
  {
    name: "calls in the name of a dispatch that never was count to none",
    async run(harness) {
      const isolate = await harness.run(`
        on("x", () => op("echo", 1, { d: "d99" }));`);
      await harness.dispatch(isolate, "x");
      assert.deepEqual(harness.calls.map(({ dispatchId }) => dispatchId), [undefined]);
    },
  },
  {
    name: "frames that are none end the guest",
    async run(harness) {
      const isolate = await harness.run(`on("x", () => { op({ not: "a name" }); });`);
      assert.equal((await harness.dispatch(isolate, "x")).status, "lost");
      const ended = await isolate.ended;
      assert.equal(ended.reason, "crashed");
      assert.match(ended.detail ?? "", /Cannot read guest frame/);
    },
  },
  {
    name: "nothing of the host's can be locked or listed",
    async run(harness) {
      const isolate = await harness.run(`
        on("x", async () => {
          const hidden = Reflect.ownKeys(globalThis).map(String).filter((key) => key.startsWith("$"));
          for (const key of Reflect.ownKeys(globalThis)) Object.defineProperty(globalThis, key, { writable: false });
          await op("note", hidden);
        });`);
      for (const _ of [1, 2]) assert.deepEqual(await harness.dispatch(isolate, "x"), { status: "ok" });
      assert.deepEqual(harness.notes(), [[], []]);
    },
  },
  {
    name: "broken intrinsics harm nobody but the guest",
    async run(harness) {
      const isolate = await harness.run(
        `
        on("x", () => {
          JSON.stringify = () => { throw 1; };
          Array.prototype.push = Promise.prototype.then = Map.prototype.get = () => { throw 2; };
          Object.defineProperty(Object.prototype, "t", { get() { return "done"; }, set() {} });
        });`,
        { limits: { graceMs: 1_000 } },
      );
      const outcome = await harness.dispatch(isolate, "x", null, 200);
      assert.ok(["lost", "timed-out"].includes(outcome.status), outcome.status);
      const neighbour = await harness.run(`on("x", () => op("echo"));`);
      assert.deepEqual(await harness.dispatch(neighbour, "x"), { status: "ok" });
    },
  },
  {
    name: "a thrown proxy runs none of its traps on the host's side",
    async run(harness) {
      const isolate = await harness.run(
        `
        const trap = () => { for (;;); };
        const evil = new Proxy(() => {}, { get: trap, getPrototypeOf: trap, ownKeys: trap, has: trap, apply: trap });
        on("reject", () => { Promise.reject(evil); });
        on("y", () => op("echo"));`,
        { limits: { turnTimeoutMs: 100 } },
      );
      assert.equal((await harness.dispatch(isolate, "reject")).status, "ok");
      assert.deepEqual(await harness.dispatch(isolate, "y"), { status: "ok" });
    },
  },
];
