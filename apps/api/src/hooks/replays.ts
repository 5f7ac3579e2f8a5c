import type { GuildId } from "@flora/model";
import { SIGNATURE_WINDOW_MS } from "@flora/ops/webhooks/signature";

/** A time may lie as far ahead as behind. */
const KEPT_MS = 2 * SIGNATURE_WINDOW_MS;
/** Over all guilds; the oldest go first. */
const MOST = 20_000;

/** Signatures that were accepted lately: a request that somebody has recorded is not accepted a second time. */
export class Replays {
  /** Until when, in the order they came. */
  readonly #seen = new Map<string, number>();

  /** `now` in milliseconds, of a clock that never steps. */
  constructor(private readonly now = () => performance.now()) {}

  /** Remembers a signature; undefined where it was believed before, else what takes it back. */
  believe(guildId: GuildId, name: string, signature: string): (() => void) | undefined {
    const at = this.now();
    for (const [key, until] of this.#seen) {
      if (until > at && this.#seen.size <= MOST) break;
      this.#seen.delete(key);
    }
    const key = `${guildId}/${name}/${signature}`;
    if (this.#seen.has(key)) return undefined;
    this.#seen.set(key, at + KEPT_MS);
    return () => void this.#seen.delete(key);
  }
}
