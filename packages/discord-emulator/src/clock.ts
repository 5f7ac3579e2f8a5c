/** The only source of time: token expiry, rate limits, snowflakes and timestamps all read it. */
export class Clock {
  #offsetMs = 0;

  /** Milliseconds since the Unix epoch, shifted by every `advance` so far. */
  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** The time as Discord writes it, for instance `2026-01-02T03:04:05.678000+00:00`. */
  iso(atMs: number = this.now()): string {
    return new Date(atMs).toISOString().replace("Z", "000+00:00");
  }

  /** Moves time forward; it never goes back. */
  advance(ms: number): void {
    this.#offsetMs += ms;
  }
}
