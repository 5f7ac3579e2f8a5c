/** Weights and times of the restart policy; times in milliseconds. */
export interface RestartRules {
  /** Points at which a guild is quarantined. */
  quarantinePoints: number;
  firstDelayMs: number;
  longestDelayMs: number;
  firstQuarantineMs: number;
  longestQuarantineMs: number;
  /** A time this long without a strike forgets all earlier ones. */
  goodStretchMs: number;
}

export const defaultRestartRules = {
  quarantinePoints: 20,
  firstDelayMs: 250,
  longestDelayMs: 10_000,
  firstQuarantineMs: 30_000,
  longestQuarantineMs: 15 * 60_000,
  goodStretchMs: 60_000,
} as const satisfies RestartRules;

/** A lost isolate weighs as much as several dispatches that were ended alone. */
const strikePoints = { lost: 4, "timed-out": 1 } as const;
export type Strike = keyof typeof strikePoints;

/** When a guild whose script keeps failing may run again: at once, after a growing delay, or after a quarantine. */
export class Restarts {
  #points = 0;
  #losses = 0;
  #quarantines = 0;
  /** The good stretch is counted from here: quarantine is no merit. */
  #lastBad = 0;
  #retryAt = 0;
  #quarantinedUntil = 0;

  constructor(
    private readonly now: () => number,
    private readonly rules: RestartRules = defaultRestartRules,
  ) {}

  /** Unix milliseconds before which no isolate is started. */
  get retryAt(): number {
    return Math.max(this.#retryAt, this.#quarantinedUntil);
  }

  /** Unix milliseconds from which on what was is forgotten, if no strike comes before. */
  get forgottenAt(): number {
    return this.#lastBad + this.rules.goodStretchMs;
  }

  get quarantined(): boolean {
    return this.now() < this.#quarantinedUntil;
  }

  /** Counts a failure; answers the length of the quarantine that it led to. */
  strike(kind: Strike): number | undefined {
    const now = this.now();
    if (now - this.#lastBad >= this.rules.goodStretchMs) this.clear();
    this.#lastBad = now;
    this.#points += strikePoints[kind];
    if (kind === "lost") this.#retryAt = now + this.#delay(++this.#losses);
    if (this.#points < this.rules.quarantinePoints) return undefined;
    const { firstQuarantineMs, longestQuarantineMs, quarantinePoints } = this.rules;
    const length = Math.min(firstQuarantineMs * 2 ** this.#quarantines++, longestQuarantineMs);
    this.#quarantinedUntil = this.#lastBad = now + length;
    this.#points = quarantinePoints - strikePoints.lost;
    return length;
  }

  /** A new revision starts with a clean sheet. */
  clear(): void {
    this.#points = this.#losses = this.#quarantines = 0;
    this.#lastBad = this.#retryAt = this.#quarantinedUntil = 0;
  }

  /** The first restart is immediate: most scripts that fail once do not fail twice. */
  #delay(losses: number): number {
    if (losses <= 1) return 0;
    return Math.min(this.rules.firstDelayMs * 2 ** (losses - 2), this.rules.longestDelayMs);
  }
}
