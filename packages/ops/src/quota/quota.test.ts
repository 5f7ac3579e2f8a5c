import assert from "node:assert/strict";
import { defaultLimits } from "@flora/model";
import { createQuotaGate, TokenBucket } from "./gate.ts";

const code = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "ok";
};

Deno.test("createQuotaGate() counts calls in flight and gives each back once", () => {
  const gate = createQuotaGate({ ...defaultLimits, opsInFlight: 2, opsPerSecond: 1000 }, () => 0);
  const release = gate.enter("a");
  gate.enter("b");
  assert.equal(code(() => gate.enter("c")), "LIMIT_EXCEEDED");
  release();
  release();
  assert.equal(code(() => gate.enter("c")), "ok");
  assert.equal(code(() => gate.enter("d")), "LIMIT_EXCEEDED");
});

Deno.test("createQuotaGate() refills by the second and says when to try again", () => {
  let at = 0;
  const gate = createQuotaGate({ ...defaultLimits, opsPerSecond: 10 }, () => at);
  for (let i = 0; i < 10; i++) gate.enter("a")();
  assert.throws(() => gate.enter("a"), { code: "LIMIT_EXCEEDED", details: { retryAfterMs: 100 } });
  at = 100;
  gate.enter("a")();
  assert.equal(code(() => gate.enter("a")), "LIMIT_EXCEEDED");
  at = 60_000;
  for (let i = 0; i < 10; i++) gate.enter("a")();
  assert.equal(code(() => gate.enter("a")), "LIMIT_EXCEEDED");
});

Deno.test("createQuotaGate() charge() makes later calls wait, two seconds at most", () => {
  let at = 0;
  const gate = createQuotaGate({ ...defaultLimits, opsPerSecond: 10 }, () => at);
  gate.enter("a")();
  gate.charge(8);
  gate.enter("a")();
  gate.charge(1e9);
  assert.throws(() => gate.enter("a"), { code: "LIMIT_EXCEEDED", details: { retryAfterMs: 1100 } });
  at = 1100;
  gate.enter("a")();
});

Deno.test("createQuotaGate() lets log lines through at their own rate and counts what it leaves out", () => {
  let at = 0;
  const gate = createQuotaGate({ ...defaultLimits, opsPerSecond: 1, logLinesPerSecond: 2 }, () => at);
  for (let i = 0; i < 10; i++) gate.enter("log.write")();
  assert.equal(code(() => gate.enter("kv.get")), "ok");
  assert.deepEqual([gate.logLine(), gate.logLine(), gate.logLine(), gate.logLine()], [0, 0, null, null]);
  at = 500;
  assert.deepEqual([gate.logLine(), gate.logLine()], [2, null]);
});

Deno.test("createQuotaGate() tells beforehand which calls only write a line that is left out", () => {
  let at = 0;
  const gate = createQuotaGate({ ...defaultLimits, logLinesPerSecond: 1 }, () => at);
  assert.equal(gate.leavesOutLine("log.write"), false);
  assert.equal(gate.logLine(), 0);
  assert.deepEqual(["log.write", "kv.get", "log.write"].map((op) => gate.leavesOutLine(op)), [
    true,
    false,
    true,
  ]);
  at = 1000;
  assert.equal(gate.leavesOutLine("log.write"), false);
  assert.equal(gate.logLine(), 2);
});

Deno.test("TokenBucket take() is not harmed by a clock that steps back", () => {
  let at = 1_000_000;
  const bucket = new TokenBucket(1, () => at);
  assert.equal(bucket.take(), 0);
  at = 0;
  assert.equal(bucket.take(), 1000);
  at = 1000;
  assert.equal(bucket.take(), 0);
});
