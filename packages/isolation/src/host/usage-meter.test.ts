import assert from "node:assert/strict";
import { defaultLimits } from "@flora/model";
import type { Carrier } from "./carrier.ts";
import { RunningDispatches } from "./running-dispatches.ts";
import { UsageMeter } from "./usage-meter.ts";

/** What the meter says of a guest that has used this much. */
function over(used: { cpuMs?: number; residentBytes?: number }, limits = {}) {
  const figures = { cpuMs: 0, residentBytes: 0 };
  const carrier = { measure: () => figures } as unknown as Carrier;
  const meter = new UsageMeter(carrier, { ...defaultLimits, ...limits });
  const running = new RunningDispatches();
  void running.start({ id: "a", event: "x", msg: null, raw: null, timeoutMs: 0 }, () => {});
  Object.assign(figures, used);
  return meter.overLimit(1_000, running, false)?.reason;
}

Deno.test("UsageMeter.overLimit() names the limit that a guest has passed", () => {
  assert.equal(over({ cpuMs: 250 }), undefined);
  assert.equal(over({ cpuMs: 251 }), "cpu-limit");
  assert.equal(over({ residentBytes: defaultLimits.residentBytes }), undefined);
  assert.equal(over({ residentBytes: defaultLimits.residentBytes + 1, cpuMs: 251 }), "memory-limit");
});

Deno.test("UsageMeter.overLimit() leaves CPU time alone where its limit is switched off, and nothing else", () => {
  const off = { cpuPerDispatchMs: 0 };
  assert.equal(over({ cpuMs: 3_600_000 }, off), undefined);
  assert.equal(over({ cpuMs: 1, residentBytes: defaultLimits.residentBytes + 1 }, off), "memory-limit");
});
