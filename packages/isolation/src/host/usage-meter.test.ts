import assert from "node:assert/strict";
import { defaultLimits } from "@flora/model";
import type { Carrier } from "./carrier.ts";
import { RunningDispatches } from "./running-dispatches.ts";
import { UsageMeter } from "./usage-meter.ts";

const limits = { ...defaultLimits, cpuPerDispatchMs: 250, turnTimeoutMs: 600 };

/** A meter of a guest that has `many` dispatches, and a way to have it use CPU time between two looks. */
function measured({ stopsCode = true, bootMs = 40, many = 12, cpuPerDispatchMs = 250 } = {}) {
  const measure = { cpuMs: bootMs, residentBytes: 1, ownBytes: 1 };
  const carrier = { stopsCode, measure: () => measure } as Partial<Carrier> as Carrier;
  const meter = new UsageMeter(carrier, { ...limits, cpuPerDispatchMs });
  const running = new RunningDispatches();
  for (let n = 0; n < many; n++) {
    void running.start({ id: `d${n}`, event: "x", msg: null, raw: null, timeoutMs: 0 }, () => {});
  }
  const use = (cpuMs: number) => {
    measure.cpuMs += cpuMs;
    return meter.overLimit(50, running, false)?.reason;
  };
  const take = (bytes: number) => {
    measure.residentBytes = bytes;
    return use(0);
  };
  return { meter, use, take };
}

Deno.test("holdTurns() is left to a timeout of each turn where CPU time is not seen or code cannot be stopped", () => {
  assert.equal(measured().meter.holdTurns(), true);
  assert.equal(measured({ bootMs: 0 }).meter.holdTurns(), false);
  assert.equal(measured({ stopsCode: false }).meter.holdTurns(), false);
});

Deno.test("muchUsed is what one dispatch uses, not what many use together", () => {
  const alone = measured({ many: 1 });
  alone.use(40);
  assert.equal(alone.meter.muchUsed, false);
  alone.use(20);
  assert.equal(alone.meter.muchUsed, true);
  const many = measured({ many: 12 });
  many.use(200);
  assert.equal(many.meter.muchUsed, false);
});

Deno.test("overLimit() ends a guest that uses a turn's time without a word, whoever shares it", () => {
  const { meter, use } = measured();
  meter.holdTurns();
  assert.equal(use(90), undefined);
  assert.equal(meter.silent, false);
  assert.equal(use(70), undefined);
  assert.equal(meter.silent, true, "it is to be asked");
  for (let n = 0; n < 4; n++) assert.equal(use(100), undefined);
  assert.equal(use(100), "dispatch-timeout");
});

Deno.test("overLimit() gives a guest time to be heard of where looks come late", () => {
  const { meter, use } = measured();
  meter.holdTurns();
  assert.equal(use(90), undefined);
  assert.equal(use(2_000), undefined);
  assert.equal(meter.silent, true, "it is to be asked");
  assert.equal(use(300), undefined);
});

Deno.test("overLimit() counts a turn's time anew when the guest has been heard of", () => {
  const { meter, use } = measured();
  meter.holdTurns();
  for (let n = 0; n < 20; n++) {
    assert.equal(use(100), undefined);
    meter.heard();
    assert.equal(meter.silent, false);
  }
  assert.equal(measured().use(700), undefined, "turns have a timeout of their own");
  assert.equal(measured({ many: 1 }).use(251), "cpu-limit");
});

Deno.test("overLimit() leaves CPU time alone where its limit is switched off, and nothing else", () => {
  const { meter, use, take } = measured({ cpuPerDispatchMs: 0, many: 1 });
  assert.equal(meter.holdTurns(), false, "turns have a timeout of their own");
  assert.equal(use(3_600_000), undefined);
  assert.equal(take(limits.residentBytes), undefined);
  assert.equal(take(limits.residentBytes + 1), "memory-limit");
});

Deno.test("muchUsed is what timers use for a while between events, too, and is forgotten soon", () => {
  const { meter, use } = measured({ many: 0 });
  const looks = (count: number, cpuMs: number) => {
    for (let n = 0; n < count; n++) assert.equal(use(cpuMs), undefined);
    return meter.muchUsed;
  };
  assert.equal(looks(1_000, 0.5), false, "a hundredth of a core");
  assert.equal(looks(20, 2), false, "a twenty-fifth, for a second");
  assert.equal(looks(20, 2), true);
  assert.equal(looks(10_000, 2), true);
  assert.equal(looks(300, 0), false);
});
