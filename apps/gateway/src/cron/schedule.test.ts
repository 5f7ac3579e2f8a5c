import assert from "node:assert/strict";
import fc from "fast-check";
import { ControlError } from "@flora/model";
import { Heap } from "./heap.ts";
import { checkCrons } from "./schedule.ts";

const job = (rest: object) => ({
  name: "job",
  expr: "* * * * *",
  timezone: "UTC",
  skipIfRunning: true,
  catchUp: false,
  ...rest,
});

function refusal(jobs: ReturnType<typeof job>[], most = 32): [string, string | undefined] | undefined {
  try {
    checkCrons(jobs, most);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof ControlError);
    assert.equal(error.code, "SCRIPT_REJECTED");
    return [error.message, error.details.field];
  }
}

Deno.test("checkCrons() takes five fields in a known time zone", () => {
  assert.equal(
    refusal([job({}), job({ name: "b", expr: "0 9 * * 1-5", timezone: "Europe/Berlin" })]),
    undefined,
  );
  assert.equal(refusal([job({ expr: "0 0 29 2 *" })]), undefined);
});

Deno.test("checkCrons() names the job and the field that is wrong", () => {
  assert.deepEqual(refusal([job({}), job({ name: "b", expr: "61 * * * *" })]), [
    'Cannot register cron job "b": "61 * * * *": Constraint error, got value 61 expected range 0-59',
    "crons.1.expr",
  ]);
  assert.equal(refusal([job({ expr: "* * * * * *" })])?.[1], "crons.0.expr");
  assert.equal(refusal([job({ expr: "@daily" })])?.[1], "crons.0.expr");
  assert.equal(refusal([job({ expr: "0 0 31 2 *" })])?.[1], "crons.0.expr");
  assert.deepEqual(refusal([job({ timezone: "Mars/Base" })]), [
    'Cannot register cron job "job": "Mars/Base" is no IANA time zone',
    "crons.0.timezone",
  ]);
  assert.equal(refusal([job({}), job({})])?.[1], "crons.1.name");
  assert.deepEqual(refusal([job({}), job({ name: "b" })], 1), [
    "Cannot register cron jobs: 2, at most 1",
    "crons",
  ]);
});

Deno.test("Heap.pop() gives entries in the order of their times", () => {
  fc.assert(fc.property(fc.array(fc.integer()), (times) => {
    const heap = new Heap<{ at: number }>();
    for (const at of times) heap.push({ at });
    const popped = Array.from({ length: times.length }, () => heap.pop()!.at);
    assert.deepEqual(popped, [...times].sort((a, b) => a - b));
    assert.equal(heap.pop(), undefined);
  }));
});
