import assert from "node:assert/strict";
import { beyondBounds } from "./json-bounds.ts";

const nested = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth));

Deno.test("beyondBounds() finds what is too deep, too large or named __proto__, and nothing else", () => {
  assert.equal(beyondBounds({ a: [1, "x", null, { b: true }] }), undefined);
  assert.equal(beyondBounds(nested(32)), undefined);
  assert.equal(beyondBounds(nested(100_000)), "deeper than 32 levels");
  assert.equal(beyondBounds(new Array(1e6).fill(0)), "more than 50000 values");
  assert.equal(beyondBounds(JSON.parse(`{"a":[{"__proto__":{}}]}`)), "a key is __proto__");
});
