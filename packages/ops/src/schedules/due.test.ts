import assert from "node:assert/strict";
import { missedDue, nextDue } from "./due.ts";

const iso = (times: (number | undefined)[]) => times.map((at) => at && new Date(at).toISOString());
const berlin = (expr: string) => ({ expr, timezone: "Europe/Berlin" });

/** The due times that a gateway would see which starts anew at each of them and half an hour after it. */
function walk(when: { expr: string; timezone: string }, from: string, count: number) {
  const times: number[] = [];
  for (let at = Date.parse(from); times.length < count; at = times.at(-1)!) {
    times.push(nextDue(when, at)!);
    assert.equal(nextDue(when, times.at(-1)! - 60_000), times.at(-1));
    assert.ok(nextDue(when, times.at(-1)! + 45 * 60_000)! > times.at(-1)!);
  }
  return iso(times);
}

Deno.test("nextDue() follows daylight saving: every local time once, one that is skipped an hour later", () => {
  assert.deepEqual(walk(berlin("0 9 * * *"), "2026-03-27T12:00:00Z", 3), [
    "2026-03-28T08:00:00.000Z",
    "2026-03-29T07:00:00.000Z",
    "2026-03-30T07:00:00.000Z",
  ]);
  assert.deepEqual(walk(berlin("30 2 * * *"), "2026-03-28T12:00:00Z", 2), [
    "2026-03-29T01:30:00.000Z",
    "2026-03-30T00:30:00.000Z",
  ]);
  assert.deepEqual(walk(berlin("30 2 * * *"), "2026-10-24T12:00:00Z", 3), [
    "2026-10-25T00:30:00.000Z",
    "2026-10-26T01:30:00.000Z",
    "2026-10-27T01:30:00.000Z",
  ]);
  assert.deepEqual(walk({ expr: "15 1 * * *", timezone: "America/New_York" }, "2026-10-31T12:00:00Z", 2), [
    "2026-11-01T05:15:00.000Z",
    "2026-11-02T06:15:00.000Z",
  ]);
  const hours = Array.from({ length: 3 }, (_, hour) => Date.UTC(2026, 9, 25, hour));
  assert.deepEqual(hours.map((at) => nextDue(berlin("0 * * * *"), at - 1)), hours);
});

Deno.test("missedDue() finds the latest, of any distance, each once", () => {
  const end = Date.UTC(2026, 9, 26, 12);
  const missed = (expr: string, days: number, most: number) =>
    iso(missedDue(berlin(expr), end - days * 86_400_000, end, most));
  assert.deepEqual(missed("30 2 * * *", 3, 9), [
    "2026-10-24T00:30:00.000Z",
    "2026-10-25T00:30:00.000Z",
    "2026-10-26T01:30:00.000Z",
  ]);
  assert.deepEqual(missed("30 2 * * *", 3, 1), ["2026-10-26T01:30:00.000Z"]);
  assert.deepEqual(missed("0 0 1 1 *", 3_000, 2), ["2024-12-31T23:00:00.000Z", "2025-12-31T23:00:00.000Z"]);
  assert.equal(missed("* * * * *", 3_000, 100).length, 100);
  assert.deepEqual(missed("0 13 * * *", 0, 1), []);
  assert.deepEqual(missedDue(berlin("0 13 * * *"), end - 1, end, 1), [end]);
});
