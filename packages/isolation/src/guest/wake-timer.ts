/** The longest a host timer can be set for; a longer wait wakes early and asks again. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The one host timer behind all timers of the guest. */
export class WakeTimer {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly wake: () => void) {}

  /** Milliseconds until the next timer is due, as text; empty for none. */
  set(text: string): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const delayMs = Number(text);
    if (text === "" || Number.isNaN(delayMs)) return;
    this.#timer = setTimeout(this.wake, Math.min(Math.max(0, delayMs), MAX_TIMER_MS));
  }
}
