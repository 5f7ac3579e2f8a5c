import assert from "node:assert/strict";
import { RefusedCalls } from "./refused-calls.ts";

Deno.test("RefusedCalls tells the owner once a minute how many calls were refused", () => {
  const told: string[] = [];
  let now = 0;
  const calls = new RefusedCalls({ say: (level, text) => void told.push(`${level}: ${text}`) }, () => now);
  calls.add({ code: "INVALID_ARGUMENT", message: "no" });
  assert.deepEqual(told, []);
  for (let n = 0; n < 100; n++) calls.add({ code: "LIMIT_EXCEEDED", message: "Cannot run kv.get: too fast" });
  assert.deepEqual(told, ["warn: Script asks for too much: a call was refused: Cannot run kv.get: too fast"]);
  now = 60_000;
  calls.add({ code: "LIMIT_EXCEEDED", message: "Cannot run kv.get: too fast" });
  assert.match(told[1]!, /: 100 calls were refused since the last time: /);
});
