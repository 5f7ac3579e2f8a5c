import type { GuildId } from "@flora/model";
import { TokenBucket } from "@flora/ops/quota/gate";

/** How often each guild's webhooks may be called, all of them together. */
export class HookRates {
  readonly #buckets = new Map<GuildId, TokenBucket>();

  /** `now` in milliseconds, best from a clock that never steps. */
  constructor(private readonly perSecond: number, private readonly now = () => performance.now()) {}

  /** 0 where it may be called now, else the milliseconds until it may. */
  take(guildId: GuildId): number {
    let bucket = this.#buckets.get(guildId);
    if (!bucket) this.#buckets.set(guildId, bucket = new TokenBucket(this.perSecond, this.now));
    return bucket.take();
  }
}
