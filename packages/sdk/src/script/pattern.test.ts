import assert from "node:assert/strict";
import fc from "fast-check";
import { compilePattern } from "./pattern.ts";

const literal = fc.string({
  unit: fc.constantFrom(..."abcXYZ019.-_*+?()[]{}|^$\\ #"),
  minLength: 1,
  maxLength: 6,
})
  .map((text) => text.replaceAll(":", ""));
const value = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => !text.includes("/"));

Deno.test("compilePattern() reads back what a pattern was filled with, whatever characters it has", () => {
  fc.assert(fc.property(fc.array(fc.record({ literal, value }), { minLength: 1, maxLength: 5 }), (parts) => {
    const pattern = parts.map(({ literal }, index) => `${literal}/:p${index}`).join("/");
    const customId = parts.map(({ literal, value }) => `${literal}/${value}`).join("/");
    const params = Object.fromEntries(parts.map(({ value }, index) => [`p${index}`, value]));
    fc.pre(pattern.length <= 100);
    assert.deepEqual(compilePattern(pattern)(customId), params);
    assert.equal(compilePattern(pattern)(`${customId}/more`), undefined);
  }));
});

Deno.test("compilePattern() without parameters matches itself alone", () => {
  fc.assert(fc.property(literal, fc.string(), (text, other) => {
    assert.deepEqual(compilePattern(text)(text), {});
    if (other !== text) assert.equal(compilePattern(text)(other), undefined);
  }));
});

Deno.test("compilePattern() refuses empty, long and ambiguous patterns", () => {
  for (const pattern of ["", "x".repeat(101), "a/:id/:id"]) {
    assert.throws(() => compilePattern(pattern), { code: "INVALID_ARGUMENT", path: "pattern" });
  }
});

Deno.test("compilePattern() takes names that are keys of every object", () => {
  assert.deepEqual(compilePattern("a/:constructor")("a/1"), { constructor: "1" });
});
