import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { encodeFrame, FrameDecoder, FrameTooLargeError } from "./frames.ts";

Deno.test("FrameDecoder.push() finds the same frames however the stream is cut", () => {
  fc.assert(fc.property(fc.array(fc.json()), fc.array(fc.integer({ min: 1, max: 50 })), (texts, cuts) => {
    const stream = Buffer.concat(texts.map((text) => encodeFrame(text, 1_000_000)));
    const decoder = new FrameDecoder(1_000_000);
    const seen: string[] = [];
    let offset = 0;
    for (let turn = 0; offset < stream.byteLength; turn++) {
      const end = offset + (cuts[turn % Math.max(cuts.length, 1)] ?? 7);
      seen.push(...decoder.push(stream.subarray(offset, end)));
      offset = end;
    }
    assert.deepEqual(seen, texts);
  }));
});

Deno.test("FrameDecoder.push() refuses a frame by its announced length alone", () => {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(0xffffffff);
  assert.throws(() => new FrameDecoder(1024).push(header), FrameTooLargeError);
});

Deno.test("encodeFrame() counts bytes, not characters", () => {
  assert.throws(() => encodeFrame(JSON.stringify("é".repeat(10)), 20), FrameTooLargeError);
});
