import assert from "node:assert/strict";
import { GuestFrame } from "@flora/protocol";
import fc from "fast-check";
import { GuestProtocolError, parseFrames, readFrame } from "./read-frames.ts";

const anything = fc.oneof(
  fc.string(),
  fc.nat(),
  fc.integer(),
  fc.double(),
  fc.constant(null),
  fc.constant(undefined),
);
const frames = fc.record({
  t: fc.oneof(
    fc.constantFrom("op", "done", "threw", "unhandled", "frozen", "loaded", "load-failed"),
    anything,
  ),
  id: anything,
  d: anything,
  name: fc.oneof(fc.string({ maxLength: 100 }), anything),
  args: fc.jsonValue(),
  message: anything,
  stack: anything,
  state: fc.jsonValue(),
}, { requiredKeys: [] }).map((frame) => JSON.parse(JSON.stringify(frame)));

Deno.test("readFrame() accepts exactly what the schema accepts", () => {
  fc.assert(
    fc.property(frames, (frame) => {
      const right = GuestFrame.safeParse(frame).success;
      if (right) assert.doesNotThrow(() => readFrame(frame));
      else assert.throws(() => readFrame(frame), GuestProtocolError);
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("parseFrames() refuses what is no array of JSON", () => {
  for (const text of ["", "{", "{}", "1", "null", "[".repeat(1_000_000)]) {
    assert.throws(() => parseFrames(text), GuestProtocolError);
  }
});
