import assert from "node:assert/strict";
import { Restarts } from "./restarts.ts";

const rules = {
  quarantinePoints: 12,
  firstDelayMs: 100,
  longestDelayMs: 150,
  firstQuarantineMs: 1_000,
  longestQuarantineMs: 3_000,
  goodStretchMs: 500,
};

function at(start: number) {
  const clock = { now: start };
  return { clock, restarts: new Restarts(() => clock.now, rules) };
}

Deno.test("Restarts restarts at once, then after growing delays", () => {
  const { restarts } = at(10_000);
  assert.equal(restarts.strike("lost"), undefined);
  assert.equal(restarts.retryAt, 10_000);
  assert.equal(restarts.strike("lost"), undefined);
  assert.equal(restarts.retryAt, 10_100);
  assert.equal(restarts.quarantined, false);
});

Deno.test("Restarts quarantines after repeats, longer each time", () => {
  const { clock, restarts } = at(10_000);
  restarts.strike("lost");
  restarts.strike("lost");
  assert.equal(restarts.strike("lost"), 1_000);
  assert.ok(restarts.quarantined);
  assert.equal(restarts.retryAt, 11_000);
  clock.now = 11_001;
  assert.equal(restarts.quarantined, false);
  assert.equal(restarts.strike("lost"), 2_000, "one more failure is enough after a quarantine");
  clock.now = 13_002;
  assert.equal(restarts.strike("lost"), 3_000, "never longer than the longest");
});

Deno.test("Restarts counts a dispatch that was ended alone for less than a lost isolate", () => {
  const { restarts } = at(10_000);
  for (let i = 1; i < 12; i++) assert.equal(restarts.strike("timed-out"), undefined);
  assert.equal(restarts.retryAt, 0, "nothing has to be restarted");
  assert.equal(restarts.strike("timed-out"), 1_000);
});

Deno.test("Restarts forgets earlier failures after a good stretch, in which quarantine does not count", () => {
  const { clock, restarts } = at(10_000);
  restarts.strike("lost");
  restarts.strike("lost");
  clock.now = 10_600;
  assert.equal(restarts.strike("lost"), undefined);
  assert.equal(restarts.retryAt, 10_600);
  restarts.strike("lost");
  assert.equal(restarts.strike("lost"), 1_000);
  clock.now = 11_900;
  assert.equal(restarts.strike("lost"), 2_000, "300 ms after a quarantine are no good stretch");
});

Deno.test("Restarts clear() gives a new revision a clean sheet", () => {
  const { restarts } = at(10_000);
  for (let i = 0; i < 3; i++) restarts.strike("lost");
  restarts.clear();
  assert.equal(restarts.quarantined, false);
  assert.equal(restarts.retryAt, 0);
});

Deno.test("Restarts goes with a guild to another worker, quarantine and all", () => {
  const { clock, restarts } = at(10_000);
  for (let i = 0; i < 3; i++) restarts.strike("lost");
  const next = new Restarts(() => clock.now, rules);
  next.take(restarts.strikes);
  assert.ok(next.quarantined);
  clock.now = 11_001;
  assert.equal(next.strike("lost"), 2_000, "one more failure is enough there, too");
});
