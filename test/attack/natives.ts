/** @module Work inside the engine that no timeout interrupts: what is left is to end the process from outside. */
import { type Attack, inCategory } from "./contract.ts";
import { onGo } from "./scripts.ts";

const stuck =
  "a thread in native code cannot be stopped: the worker is replaced, as the attack with indexOf shows";

const native = (name: string, body: string): Omit<Attack, "category"> => ({
  name: `${name} that no timeout interrupts`,
  script: onGo(body),
  must: { go: ["lost", "threw", "timed-out"], again: "ok" },
  embedded: { cannot: stuck },
});

const far = `{ length: 2 ** 53 - 1 }`;

export const natives = inCategory("native loop", [
  {
    ...native("indexOf", `Array.prototype.indexOf.call(${far}, 1);`),
    embedded: {
      must: { go: ["lost", "not answered"] },
      replaced: "a thread in native code cannot be stopped",
    },
  },
  native("includes", `Array.prototype.includes.call(${far}, 1);`),
  native("lastIndexOf", `Array.prototype.lastIndexOf.call(${far}, 1);`),
  native("reverse", `Array.prototype.reverse.call(${far});`),
  native("copyWithin", `Array.prototype.copyWithin.call(${far}, 1, 0);`),
  native("join", `new Array(2 ** 32 - 1).join();`),
  native("indexOf of a sparse array", `const a = []; a[2 ** 32 - 2] = 1; for (;;) a.indexOf(2);`),
  native("normalize", `const s = "\\u0041\\u030a".repeat(2 ** 23); for (;;) s.normalize("NFC");`),
  native(
    "sort of a large array",
    `const a = Array.from({ length: 2e6 }, Math.random); for (;;) a.slice().sort();`,
  ),
  native("parsing of large JSON", `const t = "[" + "0,".repeat(4e6) + "0]"; for (;;) JSON.parse(t);`),
  native("BigInt power", `let x = 3n; for (;;) x = x ** 9999n;`),
]);
