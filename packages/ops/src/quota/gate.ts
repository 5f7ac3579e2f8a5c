import { MOST_FILES, PART_BYTES } from "@flora/discord";
import { type Limits, ScriptError } from "@flora/model";
import type { QuotaGate } from "../contract.ts";

/** A bucket of `perSecond` tokens that refills evenly. A clock that steps back refills nothing and harms nothing. */
export class TokenBucket {
  #tokens: number;
  #at: number;

  constructor(readonly perSecond: number, private readonly now: () => number) {
    this.#tokens = perSecond;
    this.#at = now();
  }

  /** Takes tokens that are not there yet as well, up to a second's worth of debt. */
  charge(tokens: number): void {
    this.#tokens = Math.max(-this.perSecond, this.#tokens - tokens);
  }

  /** Takes one token and answers 0; where there is none, answers how many milliseconds until there is. */
  take(): number {
    const waitMs = this.waitMs();
    if (waitMs === 0) this.#tokens -= 1;
    return waitMs;
  }

  /** How many milliseconds until there is a token; 0 when there is one now. */
  waitMs(): number {
    const now = this.now();
    const passedMs = Math.max(0, now - this.#at);
    this.#at = now;
    this.#tokens = Math.min(this.perSecond, this.#tokens + passedMs * this.perSecond / 1000);
    if (this.#tokens >= 1) return 0;
    return Math.max(1, Math.ceil((1 - this.#tokens) * 1000 / this.perSecond));
  }
}

/** These have rates of their own, so that a script that prints or uploads a lot can still act. */
const LOG_OP = "log.write";
const PART_OP = "files.put";

/** One guild's gate. `now` in milliseconds, best from a clock that never steps. */
export function createQuotaGate(limits: Limits, now: () => number = () => performance.now()): QuotaGate {
  const ops = new TokenBucket(limits.opsPerSecond, now);
  /** The largest upload goes at once. */
  const parts = new TokenBucket(Math.ceil(limits.uploadBytes / PART_BYTES) + MOST_FILES, now);
  const lines = new TokenBucket(limits.logLinesPerSecond, now);
  let inFlight = 0;
  let linesLeftOut = 0;
  return {
    enter(op) {
      if (op === LOG_OP) return () => {};
      if (inFlight >= limits.opsInFlight) {
        throw new ScriptError(
          "LIMIT_EXCEEDED",
          `Cannot run ${op}: ${inFlight} ops wait for an answer, at most ${limits.opsInFlight}`,
        );
      }
      const [rate, what] = op === PART_OP ? [parts, "parts of files"] : [ops, "ops"];
      const retryAfterMs = rate.take();
      if (retryAfterMs > 0) {
        const message = `Cannot run ${op}: more than ${rate.perSecond} ${what} per second`;
        throw new ScriptError("LIMIT_EXCEEDED", message, { retryAfterMs });
      }
      inFlight++;
      let released = false;
      return () => {
        if (!released) inFlight--;
        released = true;
      };
    },
    charge: (calls) => ops.charge(calls),
    leavesOutLine(op) {
      if (op !== LOG_OP || lines.waitMs() === 0) return false;
      linesLeftOut++;
      return true;
    },
    logLine() {
      if (lines.take() > 0) {
        linesLeftOut++;
        return null;
      }
      const leftOut = linesLeftOut;
      linesLeftOut = 0;
      return leftOut;
    },
  };
}
