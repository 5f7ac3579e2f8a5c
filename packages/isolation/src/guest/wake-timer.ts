/** The longest a host timer can be set for; a longer wait wakes early and asks again. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The one host timer behind all timers of the guest. */
export class WakeTimer {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #at = Infinity;

  constructor(private readonly wake: () => void) {}

  get pending(): boolean {
    return this.#timer !== undefined;
  }

  /** `at`: when the guest's next timer is due, in Unix milliseconds; Infinity or no number at all for none. */
  set(at: number): void {
    if (at === this.#at && this.pending) return;
    this.#at = at;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!Number.isFinite(at)) return;
    this.#timer = setTimeout(() => this.#due(), Math.min(Math.max(0, at - Date.now()), MAX_TIMER_MS));
  }

  #due(): void {
    this.#timer = undefined;
    this.wake();
  }
}
