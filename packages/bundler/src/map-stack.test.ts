import assert from "node:assert/strict";
import { stackMapper } from "./map-stack.ts";

// Line 2 of the script is line 1 of src/a.ts, line 3 comes from a package, line 4 from nowhere.
const map = JSON.stringify({
  version: 3,
  sources: ["src/a.ts", "node_modules/p/i.js"],
  sourcesContent: ["x", null],
  names: [],
  mappings: ";AAAA,IAAI;ACAJ;",
});

Deno.test("stackMapper() rewrites the author's frames and drops all others, message untouched", () => {
  const stack = [
    "Error: line one",
    "at the seaside (guild.js)",
    "    at f (guild.js:2:5)",
    "    at new Foo (guild.js:2:1)",
    "    at async Object.run [as go] (guild.js:2:1)",
    "    at async guild.js:2:6",
    "    at guild.js:2:1",
    "    at p (guild.js:3:1)",
    "    at guild.js:4:1",
    "    at guild.js:99:1",
    "    at Array.map (<anonymous>)",
    "    at async Promise.all (index 0)",
    "    at host (file:///somewhere/runner.ts:1:2)",
    "    at file:///somewhere/guild.js:2:1",
    "  [cause]: at home",
  ].join("\n");
  assert.deepEqual(stackMapper(map)(stack).split("\n"), [
    "Error: line one",
    "at the seaside (guild.js)",
    "    at f (src/a.ts:1:5)",
    "    at new Foo (src/a.ts:1:1)",
    "    at async Object.run [as go] (src/a.ts:1:1)",
    "    at async src/a.ts:1:5",
    "    at src/a.ts:1:1",
    "  [cause]: at home",
  ]);
});

Deno.test("stackMapper() serves many stacks, and leaves text without frames as it is", () => {
  const toAuthor = stackMapper(map);
  assert.equal(toAuthor("boom"), "boom");
  assert.equal(toAuthor("E\n    at guild.js:2:1"), "E\n    at src/a.ts:1:1");
  assert.equal(toAuthor("    at guild.js:0:0"), "");
});
