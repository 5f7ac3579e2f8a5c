import assert from "node:assert/strict";
import { CpuBudget } from "./cpu-budget.ts";

function setUp() {
  const clock = { now: 1_000, used: 0 };
  const budget = new CpuBudget({ sharePercent: 25, burstMs: 1_000 }, () => clock.used, () => clock.now);
  const pass = (ms: number, cpuMs: number) => {
    clock.now += ms;
    clock.used += cpuMs;
    return budget.waitMs();
  };
  return { pass };
}

Deno.test("CpuBudget lets a burst through and then holds the guild to its share", () => {
  const { pass } = setUp();
  assert.equal(pass(500, 500), 0);
  const wait = pass(800, 800);
  assert.ok(wait > 0, "1300 ms used, 1325 ms earned and saved up at most 1000");
  assert.equal(pass(wait, 0), 0, "it earned its way back");
});

Deno.test("CpuBudget never stops a guild that stays below its share", () => {
  const { pass } = setUp();
  for (let minute = 0; minute < 600; minute++) assert.equal(pass(1_000, 240), 0);
});

Deno.test("CpuBudget saves up no more than the burst", () => {
  const { pass } = setUp();
  pass(3_600_000, 0);
  assert.ok(pass(100, 1_200) > 0);
});
