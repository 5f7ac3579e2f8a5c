/** @module The script's time, where its guild's clock is ahead of the machine's: in tests of scripts. */
import { defineGlobal } from "./globals.ts";

const Machine = Date;
const { now: machineNow } = Date;

let aheadMs = 0;
let shifted = false;

/** Milliseconds; absent for a clock that is not ahead. Timers go on by the machine's. */
export function setClockAhead(ms = 0): void {
  aheadMs = ms;
  if (ms > 0 && !shifted) shift();
}

function shift(): void {
  shifted = true;
  const now = () => machineNow() + aheadMs;
  Machine.now = now;
  const Shifted = new Proxy(Machine, {
    apply: () => new Machine(now()).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  });
  Machine.prototype.constructor = Shifted;
  defineGlobal("Date", Shifted);
}
