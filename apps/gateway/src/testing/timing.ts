import type { Timing } from "../cron/clock.ts";

/** A clock that moves when told to; `advance` runs the timers that are due. */
export class TestTiming implements Timing {
  timer: { at: number; callback: () => void } | undefined;
  /** How many were set so far. */
  timers = 0;

  /** Unix milliseconds to begin with. */
  constructor(public time: number) {}

  now(): number {
    return this.time;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = this.timer = { at: this.time + ms, callback };
    this.timers++;
    return () => {
      if (this.timer === timer) this.timer = undefined;
    };
  }

  advance(ms: number): void {
    const end = this.time + ms;
    while (this.timer && this.timer.at <= end) {
      const { at, callback } = this.timer;
      this.timer = undefined;
      this.time = Math.max(this.time, at);
      callback();
    }
    this.time = end;
  }
}
