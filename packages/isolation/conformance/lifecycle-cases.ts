import assert from "node:assert/strict";
import { type Case, script } from "./harness.ts";

/** Boot, load, freeze, thaw, end. */
export const lifecycleCases: Case[] = [
  {
    name: "create() and load() report what a script registered",
    async run(harness) {
      const isolate = await harness.create();
      assert.equal(isolate.state, "booting");
      const loading = isolate.load(script(`on("a", () => {}); on("b", () => {});`));
      assert.equal(isolate.state, "loading");
      const result = await loading;
      assert.deepEqual(result.ok && result.manifest.events, ["a", "b"]);
      assert.equal(isolate.state, "running");
    },
  },
  {
    name: "load() refuses a script that throws and names its line",
    async run(harness) {
      const { result } = await harness.load(`const a = 1;\nthrow new Error("no good");`);
      assert.ok(!result.ok);
      assert.match(result.message, /no good/);
      assert.match(result.stack, /guild\.js:3:/);
    },
  },
  {
    name: "load() refuses what is no program",
    async run(harness) {
      const { result } = await harness.load(`const = 1;`);
      assert.match(result.ok ? "" : result.message, /Cannot read script: Unexpected token/);
    },
  },
  {
    name: "load() waits for top-level await",
    async run(harness) {
      const isolate = await harness.run(`const e = await op("echo", "late"); on(e, () => {});`);
      assert.equal(isolate.state, "running");
      assert.equal(harness.calls[0]?.dispatchId, undefined);
    },
  },
  {
    name: "load() refuses a top level that does not end in time",
    async run(harness) {
      const { isolate, result } = await harness.load(`await op("never");`, {
        limits: { loadTimeoutMs: 200, graceMs: 10_000 },
      });
      assert.match(result.ok ? "" : result.message, /still runs after 200 ms/);
      assert.equal((await isolate.terminate("load-timeout")).failure, undefined);
    },
  },
  {
    name: "load() gives the script the state of then, and the secrets set meanwhile",
    async run(harness) {
      const isolate = await harness.create({ secrets: { key: "early" }, state: { count: 4 } });
      isolate.setSecrets({ key: "late" });
      const body = `on("show", () => op("note", [secret("key"), state.count], { oneWay: true }));`;
      assert.ok((await isolate.load(script(body), { count: 5 })).ok);
      await harness.dispatch(isolate, "show");
      assert.deepEqual(harness.notes(), [["late", 5]]);
      assert.deepEqual(await isolate.freeze(1_000), { count: 5 });
    },
  },
  {
    name: "load() gives the script the settings of then, setSettings() replaces them",
    async run(harness) {
      const isolate = await harness.create();
      isolate.setSettings({ log: "early" });
      isolate.setSettings({ log: "late" });
      const body = `const first = setting("log");
        on("show", () => op("note", [first, setting("log")], { oneWay: true }));`;
      assert.ok((await isolate.load(script(body))).ok);
      await harness.dispatch(isolate, "show");
      isolate.setSettings({ log: "new" });
      await harness.dispatch(isolate, "show");
      const [first, second] = harness.notes() as [string, string][];
      assert.deepEqual([first, second![1]], [["late", "late"], "new"]);
    },
  },
  {
    name: "create() hands secrets and state in, setSecrets() replaces the former",
    async run(harness) {
      const isolate = await harness.run(
        `state.count++; on("show", () => op("note", [secret("key"), state.count], { oneWay: true }));`,
        { secrets: { key: "placeholder-1" }, state: { count: 4 } },
      );
      await harness.dispatch(isolate, "show");
      isolate.setSecrets({ key: "placeholder-2" });
      await harness.dispatch(isolate, "show");
      assert.deepEqual(harness.notes(), [["placeholder-1", 5], ["placeholder-2", 5]]);
    },
  },
  {
    name: "freeze() waits for running dispatches, takes no new ones and hands out state; thaw() goes on",
    async run(harness) {
      const isolate = await harness.run(
        `on("slow", async () => { await op("after", 50); state.done = true; });`,
      );
      const slow = harness.dispatch(isolate, "slow");
      const frozen = isolate.freeze(10_000);
      assert.equal((await harness.dispatch(isolate, "slow")).status, "lost");
      assert.deepEqual(await frozen, { done: true });
      assert.equal((await slow).status, "ok");
      isolate.thaw();
      assert.equal((await harness.dispatch(isolate, "slow")).status, "ok");
    },
  },
  {
    name: "freeze() does not wait longer than told",
    async run(harness) {
      const isolate = await harness.run(`state.a = 1; on("stuck", () => op("never"));`);
      const stuck = harness.dispatch(isolate, "stuck");
      assert.deepEqual(await isolate.freeze(50), { a: 1 });
      await isolate.terminate("hibernated");
      assert.deepEqual(await stuck, { status: "lost", reason: "hibernated" });
    },
  },
  {
    name: "terminate() settles everything that waits, once, and reports usage",
    async run(harness) {
      const isolate = await harness.run(`on("stuck", () => op("never"));`);
      const stuck = [1, 2, 3].map(() => harness.dispatch(isolate, "stuck"));
      await harness.until("the ops arrive", () => harness.calls.length === 3);
      const ended = await isolate.terminate("undeployed");
      assert.equal(ended.reason, "undeployed");
      assert.equal(ended.failure, undefined);
      assert.equal(ended.usage.dispatches, 3);
      assert.equal(isolate.state, "stopped");
      for (const outcome of await Promise.all(stuck)) {
        assert.deepEqual(outcome, { status: "lost", reason: "undeployed" });
      }
      assert.equal((await isolate.terminate("shutdown")).reason, "undeployed");
      assert.equal((await isolate.ended).reason, "undeployed");
      assert.equal((await harness.dispatch(isolate, "stuck")).status, "lost");
      await assert.rejects(isolate.freeze(10), /Cannot freeze isolate/);
    },
  },
  {
    name: "terminate() settles a load and drops answers that come later",
    async run(harness) {
      const isolate = await harness.create();
      const loading = isolate.load(script(`await op("after", 100);`));
      await harness.until("the op arrives", () => harness.calls.length === 1);
      await isolate.terminate("superseded");
      assert.match(
        await loading.then((result) => result.ok ? "" : result.message),
        /isolate ended: superseded/,
      );
    },
  },
  {
    name: "close() ends every isolate",
    async run(harness) {
      const isolates = await Promise.all([harness.run(""), harness.run(""), harness.create()]);
      await harness.factory.close();
      for (const isolate of isolates) assert.equal((await isolate.ended).reason, "shutdown");
    },
  },
];
