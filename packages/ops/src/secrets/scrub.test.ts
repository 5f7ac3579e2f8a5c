import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { anyOf, createByteScrubber, HIDDEN } from "./scrub.ts";
import { spellingsOf } from "./spellings.ts";

const letters = fc.constantFrom(..."abä-");
const word = fc.string({ unit: letters, minLength: 1, maxLength: 4 });

Deno.test("createByteScrubber() takes out the same in whatever pieces the bytes come", () => {
  const cases = fc.record({
    texts: fc.uniqueArray(word, { minLength: 1, maxLength: 4 }),
    body: fc.string({ unit: letters, maxLength: 40 }),
    cuts: fc.array(fc.nat(45), { maxLength: 6 }),
  });
  fc.assert(
    fc.property(cases, ({ texts, body, cuts }) => {
      const bytes = Buffer.from(body);
      const scrubber = createByteScrubber(texts);
      const ends = [...cuts, bytes.length].map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b);
      const parts = ends.map((end, at) => scrubber.push(bytes.subarray(ends[at - 1] ?? 0, end)));
      const clean = Buffer.concat([...parts, scrubber.end()]).toString();
      assert.equal(clean, body.replace(anyOf(texts)!, HIDDEN));
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("spellingsOf() finds a value in what other programs make of it", () => {
  const value = 'pa"ss/wörd +1';
  const hidden = anyOf(spellingsOf(value))!;
  const echoes = [
    `x ${value} y`,
    JSON.stringify({ value }),
    JSON.stringify({ value }).replace("ö", "\\u00f6"),
    `?k=${encodeURIComponent(value)}`,
    `?k=${encodeURIComponent(value).toLowerCase()}`,
    Buffer.from(value).toString("hex"),
    ...["", "u:", "us:", "use:"].map((user) => `Basic ${Buffer.from(`${user}${value}!`).toString("base64")}`),
    Buffer.from(value).toString("base64url"),
  ];
  for (const echo of echoes) assert.match(echo.replace(hidden, HIDDEN), /\*\*\*/, echo);
  assert.deepEqual(spellingsOf("abc"), []);
});
