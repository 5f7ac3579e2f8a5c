import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeText } from "./decode-text.ts";
import { BundleError } from "./problem.ts";

Deno.test("decodeText() decodes valid UTF-8, without its byte order mark", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const plain = text.startsWith("\ufeff") ? text.slice(1) : text;
    assert.equal(decodeText(new TextEncoder().encode(text), "a"), plain);
  }));
});

Deno.test("decodeText() names the file and the offset of the first byte that is wrong", () => {
  const cases: [number[], number][] = [
    [[0xff], 0],
    [[0x61, 0xc3], 1],
    [[0x61, 0xc3, 0x28], 1],
    [[0xc0, 0x80], 0],
    [[0xe2, 0x82, 0xac, 0x80], 3],
    [[0xed, 0xa0, 0x80], 0],
    [[0xf4, 0x90, 0x80, 0x80], 0],
    [[0xf0, 0x8f, 0x80, 0x80], 0],
    [[0xe0, 0x9f, 0x80], 0],
  ];
  for (const [bytes, offset] of cases) {
    assert.throws(() => decodeText(new Uint8Array(bytes), "src/a.ts"), (error) => {
      assert.ok(error instanceof BundleError && error.code === "ENCODING_INVALID");
      assert.equal(error.message, `Cannot read "src/a.ts": byte ${offset} is not valid UTF-8`);
      return true;
    });
  }
});

Deno.test("decodeText() finds an offset for every input that is not UTF-8", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
      try {
        decodeText(bytes, "a");
      } catch (error) {
        const offset = Number(/byte (-?\d+) is/.exec((error as Error).message)?.[1]);
        assert.ok(offset >= 0 && offset < bytes.length);
        decodeText(bytes.subarray(0, offset), "a");
      }
    }),
    { numRuns: 2_000 },
  );
});
