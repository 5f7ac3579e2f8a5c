import assert from "node:assert/strict";
import { openLoopback } from "../testing/loopback.ts";

Deno.test("log.write keeps level, time, dispatch and event, and scrubs secrets", async () => {
  await using loop = await openLoopback({
    secrets: [{ name: "api", value: "true-value", allowedHosts: [] }],
  });
  loop.guest.log.write({ level: "warn", message: "key is true-value \ud800" });
  await loop.settled();
  assert.deepEqual(loop.lines, [{
    at: loop.clock.at,
    level: "warn",
    source: "script",
    message: "key is *** \ufffd",
    dispatchId: "d1",
    event: "messageCreate",
  }]);
});

Deno.test("log.write cuts a line at its limit, not inside a character", async () => {
  await using loop = await openLoopback({ limits: { logLineBytes: 10 } });
  loop.guest.log.write({ level: "info", message: "äöü€€€" });
  loop.guest.log.write({ level: "info", message: "0123456789" });
  await loop.settled();
  assert.equal(loop.lines[0]!.message, "äöü€… (cut: 15 bytes, at most 10)");
  assert.equal(loop.lines[1]!.message, "0123456789");
});

Deno.test("log.write never keeps half of a secret that the limit cuts", async () => {
  await using loop = await openLoopback({
    limits: { logLineBytes: 8 },
    secrets: [{ name: "api", value: "true-value", allowedHosts: [] }],
  });
  loop.guest.log.write({ level: "info", message: "k: true-value" });
  await loop.settled();
  assert.equal(loop.lines[0]!.message, "k: ***");
});

Deno.test("log.write leaves lines out over the rate and says how many", async () => {
  await using loop = await openLoopback({ limits: { logLinesPerSecond: 2 } });
  for (let i = 0; i < 5; i++) loop.guest.log.write({ level: "info", message: `line ${i}` });
  await loop.settled();
  loop.clock.at += 1000;
  loop.guest.log.write({ level: "info", message: "later" });
  await loop.settled();
  assert.deepEqual(loop.lines.map((line) => [line.source, line.message]), [
    ["script", "line 0"],
    ["script", "line 1"],
    ["flora", "3 log lines were left out: at most 2 per second"],
    ["script", "later"],
  ]);
});
