/** @module Memory in every shape that a script can take it. */
import { type Attack, inCategory } from "./contract.ts";
import { onGo } from "./scripts.ts";

type Exhaustion = Omit<Attack, "category">;

const sharedMemory =
  "memory is the process's: a guest that exhausts it takes the worker along, which is why threads are for trusted scripts";
const deadly = ["lost: memory-limit", "lost: crashed", "lost: cpu-limit", "threw"];

/** Takes memory until something stops it. */
const bomb = (name: string, body: string): Exhaustion => ({
  name,
  stage: "metered",
  script: onGo(body),
  must: { go: deadly, again: "ok" },
  embedded: { cannot: sharedMemory },
});

/**
 * Takes memory with no limit on CPU time, so that the memory limit alone has to hold; without any deadline, unless one may
 * end what gives memory back by itself.
 */
const pureBomb = (name: string, body: string, go: string | string[] = "lost: memory-limit"): Exhaustion => ({
  name,
  stage: go.includes("lost: dispatch-timeout") ? "unmetered" : "patient",
  script: onGo(body),
  must: { go, again: "ok" },
  embedded: { cannot: sharedMemory },
});

export const memory = inCategory("memory", [
  pureBomb("arrays on the heap", `const all = []; for (;;) all.push(new Array(1e5).fill(1.5));`),
  pureBomb("objects on the heap", `const all = []; for (;;) all.push({ a: all.length, b: {} });`),
  pureBomb("text on the heap", `const all = []; for (;;) all.push("x".repeat(1e5) + all.length);`),
  pureBomb("a Map that only grows", `const all = new Map(); for (let i = 0;; i++) all.set(i, { i });`, [
    "lost: memory-limit",
    "threw",
  ]),
  pureBomb(
    "closures over large arrays",
    `let f = () => 0; for (;;) { const g = f, a = new Array(1e4).fill(0); f = () => g() + a.length; }`,
  ),
  pureBomb(
    "buffers outside of the heap",
    `const all = []; for (;;) all.push(new Uint8Array(2 ** 22).fill(1));`,
    [
      "lost: memory-limit",
      "threw",
    ],
  ),
  pureBomb("one buffer of a gibibyte", `new Uint8Array(2 ** 30).fill(1);`, ["lost: memory-limit", "threw"]),
  pureBomb(
    "a growing buffer",
    `const b = new ArrayBuffer(1, { maxByteLength: 2 ** 30 }); for (let n = 1;;) { b.resize(n *= 2); new Uint8Array(b).fill(1); }`,
    [
      "lost: memory-limit",
      "threw",
    ],
  ),
  pureBomb(
    "buffers that are caught and taken again",
    `const all = []; for (;;) try { all.push(new Uint8Array(2 ** 24).fill(1)); } catch { if (all.length < 1) throw 1; all.length = 0; }`,
    [
      "lost: memory-limit",
      "lost: dispatch-timeout",
      "threw",
    ],
  ),
  pureBomb(
    "formatters that live in native memory",
    `const all = []; for (;;) all.push(new Intl.DateTimeFormat("de", { timeZone: "Europe/Berlin", dateStyle: "full" }), new Intl.NumberFormat("ar"));`,
    [
      "lost: memory-limit",
      "lost: crashed",
      "lost: dispatch-timeout",
    ],
  ),
  pureBomb(
    "regular expressions that compile large",
    `for (let i = 0;; i++) new RegExp("(?:a{1,1000}b{1,1000}){1,20}" + i).test("a".repeat(1000));`,
    [
      "lost: memory-limit",
      "lost: crashed",
      "lost: dispatch-timeout",
      "threw",
    ],
  ),
  pureBomb("a crash of the engine", `"x".repeat(2 ** 28).split("");`, [
    "lost: memory-limit",
    "lost: crashed",
  ]),
  pureBomb(
    "promises that never settle",
    `const all = []; for (;;) all.push(new Promise(() => {}).then(() => {}));`,
  ),
  pureBomb(
    "timers with large arguments",
    `const fill = () => new Array(1e5).fill(0.5); for (;;) setTimeout(() => {}, 1e6, fill());`,
    [
      "lost: memory-limit",
      "threw: Cannot set timer",
    ],
  ),
  pureBomb(
    "errors with endless stacks",
    `Error.stackTraceLimit = 1e6; const all = []; const f = (n) => { if (n === 0) { all.push(new Error("x")); return; } f(n - 1); }; for (;;) f(5000);`,
    [
      "lost: memory-limit",
      "lost: dispatch-timeout",
      "lost: crashed",
    ],
  ),
  bomb(
    "an allocation in small pieces over many turns",
    `
    const all = []; for (;;) { for (let i = 0; i < 20; i++) all.push(new Uint8Array(2 ** 20).fill(1)); await kv.store("a").get("k"); }`,
  ),
  {
    name: "memory taken while idle",
    script: onGo(`
      const all = []; const take = () => { try { all.push(new Uint8Array(2 ** 23).fill(1)); } catch {} setTimeout(take, 5); };
      take();`),
    async drive(field) {
      await field.say("go");
      await field.until(
        "the end",
        async () =>
          (await field.logs()).some((line) =>
            /Script was ended: it used too much|its isolate crashed/.test(line)
          ),
      );
    },
    must: {},
    embedded: { cannot: sharedMemory },
  },
  {
    name: "a heap bomb at the top level",
    stage: "unmetered",
    script: `const all = []; for (;;) all.push(new Array(1e5).fill(1.5));`,
    must: { refused: /isolate ended: memory-limit|isolate ended: load-timeout/ },
    embedded: { cannot: sharedMemory },
  },
]);
