import assert from "node:assert/strict";
import type { Case } from "./harness.ts";

/** A case in which the guest evaluates an expression and the suite looks at what came out. */
function probe(name: string, expression: string, expected: unknown): Case {
  return {
    name,
    async run(harness) {
      const isolate = await harness.run(`on("x", async () => { await op("note", await (${expression})); });`);
      assert.deepEqual(await harness.dispatch(isolate, "x"), { status: "ok" });
      assert.deepEqual(harness.notes(), [expected]);
    },
  };
}

const outside = [
  "Deno",
  "process",
  "require",
  "module",
  "Buffer",
  "fetch",
  "Worker",
  "BroadcastChannel",
  "localStorage",
]
  .concat([
    "caches",
    "navigator",
    "self",
    "window",
    "global",
    "console",
    "performance",
    "queueMicrotask",
    "structuredClone",
  ])
  .concat([
    "WebAssembly",
    "SharedArrayBuffer",
    "Atomics",
    "FinalizationRegistry",
    "WeakRef",
    "ShadowRealm",
    "crypto",
  ])
  .concat(["prompt", "alert", "close", "postMessage", "importScripts", "gc", "__flora"]);

/** Everything the guest could try to reach its host's realm, or code of its own making. */
export const escapeCases: Case[] = [
  probe(
    "no object of the host is a global",
    `(() => ${JSON.stringify(outside)}.filter((name) => globalThis[name] !== undefined))()`,
    [],
  ),
  probe(
    "eval and Function constructors are off",
    `(() => {
    const tries = [() => eval("1"), () => Function("return 1")(), () => (async () => {}).constructor("return 1")(),
      () => (function* () {}).constructor("yield 1")(), () => [].constructor.constructor("return this")()];
    return tries.map((attempt) => { try { attempt(); return "ran"; } catch (error) { return error.name; } });
  })()`,
    Array(5).fill("EvalError"),
  ),
  probe(
    "import() finds nothing, and its error is of the guest's realm",
    `Promise.all(["node:fs", "data:text/javascript,1", "https://deno.land/std/mod.ts", "file:///etc/passwd"].map((name) =>
      import(name).then(() => "came", (error) => [error.constructor === TypeError,
        error.constructor.constructor === Function])))`,
    Array(4).fill([true, true]),
  ),
  probe(
    "Error.prepareStackTrace never sees call sites",
    `(() => {
    let seen = "nothing";
    try { Error.prepareStackTrace = (_, sites) => { seen = sites[0].getThis + ""; return ""; }; } catch {}
    try { Object.defineProperty(Error, "prepareStackTrace", { get: () => (_, sites) => { seen = sites.length; } }); } catch {}
    void new Error("x").stack;
    const holder = {}; Error.captureStackTrace(holder); void holder.stack;
    return seen;
  })()`,
    "nothing",
  ),
  probe(
    "a global in the place of Error sees no call sites either",
    `(() => {
    const RealError = Error;
    let seen = "nothing";
    const spy = { prepareStackTrace: (_, sites) => { seen = sites.length; } };
    try { globalThis.Error = spy; } catch {}
    try { Object.defineProperty(globalThis, "Error", { value: spy }); } catch {}
    try { null.x; } catch (error) { void error.stack; }
    return [seen, Error === RealError];
  })()`,
    ["nothing", true],
  ),
  probe(
    "no clock is finer than a millisecond",
    `(() => {
    const parts = () => {
      const { microsecond, nanosecond } = Temporal.Now.plainTimeISO();
      return microsecond + nanosecond + Number(Temporal.Now.instant().epochNanoseconds % 1000000n);
    };
    return Array.from({ length: 1000 }, parts).every((part) => part === 0) && "plainDateISO" in Temporal.Now;
  })()`,
    true,
  ),
  probe(
    "no caller of the host can be had from a stack",
    `(() => {
    const found = [];
    function look() { for (let f = look.caller, n = 0; f && n < 20; f = f.caller, n++) found.push(f.constructor === Function); }
    try { look(); } catch {}
    return found.every((own) => own);
  })()`,
    true,
  ),
  probe(
    "errors that the engine makes belong to the guest's realm",
    `(() => {
    const makers = [() => null.x, () => { (function f() { f(); })(); }, () => new Array(-1), () => decodeURIComponent("%")];
    return makers.map((make) => { try { make(); } catch (error) { return error instanceof Error && error.constructor.constructor === Function; } });
  })()`,
    Array(4).fill(true),
  ),
  probe(
    "globals hold no function of another realm",
    `(() => {
    const seen = new Set(), foreign = [];
    const walk = (value, path, depth) => {
      if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value) || depth > 4) return;
      seen.add(value);
      if (typeof value === "function" && !(value instanceof Function) && value !== Function.prototype) foreign.push(path);
      for (const key of Reflect.ownKeys(value)) {
        const slot = Reflect.getOwnPropertyDescriptor(value, key);
        for (const part of [slot.value, slot.get, slot.set]) walk(part, path + "." + String(key), depth + 1);
      }
      walk(Reflect.getPrototypeOf(value), path + ".__proto__", depth + 1);
    };
    walk(globalThis, "globalThis", 0);
    return foreign;
  })()`,
    [],
  ),
  {
    name: "two guests share nothing that one of them changes",
    async run(harness) {
      const first = await harness.run(
        `Object.prototype.mark = Array.prototype.mark = globalThis.mark = 1; on("x", () => {});`,
      );
      const second = await harness.run(
        `on("x", () => op("note", [({}).mark, [].mark, globalThis.mark].map(String)));`,
      );
      await harness.dispatch(first, "x");
      assert.deepEqual(await harness.dispatch(second, "x"), { status: "ok" });
      assert.deepEqual(harness.notes(), [["undefined", "undefined", "undefined"]]);
    },
  },
];
