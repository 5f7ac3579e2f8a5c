/** @module Work inside the engine that no timeout interrupts: what is left is to end the process from outside. */
import { type Attack, inCategory } from "./contract.ts";
import { onGo } from "./scripts.ts";

const stuck =
  "a thread in native code cannot be stopped: the worker is replaced, as the attack with indexOf shows";

/** What ends it is CPU time. */
const native = (name: string, body: string, go: string[] = []): Omit<Attack, "category"> => ({
  name: `${name} that no timeout interrupts`,
  stage: "metered",
  script: onGo(body),
  must: { go: ["lost: cpu-limit", ...go], again: "ok" },
  embedded: { cannot: stuck },
});

/** It may take its memory, too, before a busy worker looks. */
const hungry = (name: string, body: string) => native(name, body, ["lost: memory-limit", "threw"]);

const far = `{ length: 2 ** 53 - 1 }`;

export const natives = inCategory("native loop", [
  {
    ...native("indexOf", `Array.prototype.indexOf.call(${far}, 1);`),
    embedded: {
      must: { go: ["lost: cpu-limit", "not answered"] },
      replaced: "a thread in native code cannot be stopped",
    },
  },
  native("includes", `Array.prototype.includes.call(${far}, 1);`),
  native("lastIndexOf", `Array.prototype.lastIndexOf.call(${far}, 1);`),
  native("reverse", `Array.prototype.reverse.call(${far});`),
  native("copyWithin", `Array.prototype.copyWithin.call(${far}, 1, 0);`),
  hungry("join", `new Array(2 ** 32 - 1).join();`),
  native("indexOf of a sparse array", `const a = []; a[2 ** 32 - 2] = 1; for (;;) a.indexOf(2);`),
  hungry("normalize", `const s = "\\u0041\\u030a".repeat(2 ** 23); for (;;) s.normalize("NFC");`),
  hungry(
    "sort of a large array",
    `const a = Array.from({ length: 2e6 }, Math.random); for (;;) a.slice().sort();`,
  ),
  hungry("parsing of large JSON", `const t = "[" + "0,".repeat(4e6) + "0]"; for (;;) JSON.parse(t);`),
  hungry("text of a BigInt", `const x = 7n ** 400000n; for (;;) x.toString();`),
  hungry("replaceAll", `const s = "a".repeat(2 ** 23); for (;;) s.replaceAll("a", "bb");`),
  hungry("flat of lists in lists", `let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; a.flat(Infinity);`),
  hungry(
    "JSON of a sparse list",
    `const a = []; a[2 ** 32 - 2] = 1; for (;;) try { JSON.stringify(a); } catch {}`,
  ),
  hungry(
    "segments of a long text",
    `const s = "a\\u0301 ".repeat(2 ** 20), cut = new Intl.Segmenter("de", { granularity: "word" }); for (;;) [...cut.segment(s)].length = 0;`,
  ),
  native(
    "comparison of long texts",
    `const a = "ä".repeat(2 ** 22) + "a", b = "ä".repeat(2 ** 22) + "b"; for (;;) a.localeCompare(b, "sv");`,
  ),
  hungry("BigInt power", `let x = 3n; for (;;) x = x ** 9999n;`),
]);
