import assert from "node:assert/strict";
import { TextLineStream } from "./lines.ts";

const lines = (...chunks: string[]) =>
  Array.fromAsync(ReadableStream.from(chunks).pipeThrough(new TextLineStream()));

Deno.test("TextLineStream cuts lines wherever the pieces end, and keeps the last one", async () => {
  assert.deepEqual(await lines("a", "b\nc\n\nd", "e"), ["ab", "c", "", "de"]);
  assert.deepEqual(await lines(), []);
});

Deno.test("TextLineStream passes on a line without an end in pieces", async () => {
  const piece = "x".repeat(40_000);
  assert.deepEqual(await lines(piece, piece, piece, "\ny"), [piece + piece, piece, "y"]);
});
