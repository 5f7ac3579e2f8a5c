import type { Usage } from "../contract.ts";

/** After this many looks, a second apart, without a dispatch in between, a guest is asked to give memory back ... */
const QUIET_LOOKS = 3;
/** ... if it has grown by this much since the last time: giving it back costs the guest ten milliseconds. */
const GROWN_BYTES = 1024 * 1024;

/** When an idle guest is asked to give back memory that it does not need. */
export class Rest {
  #dispatches = -1;
  #quiet = 0;
  /** What it had after the last time. */
  #leastBytes = 0;
  #asked = false;

  /** Takes what an idle guest uses now; whether to ask it. */
  due({ dispatches, residentBytes }: Usage): boolean {
    if (this.#asked) this.#leastBytes = residentBytes;
    this.#quiet = dispatches === this.#dispatches ? this.#quiet + 1 : 0;
    this.#dispatches = dispatches;
    return this.#asked = this.#quiet === QUIET_LOOKS && residentBytes > this.#leastBytes + GROWN_BYTES;
  }
}
