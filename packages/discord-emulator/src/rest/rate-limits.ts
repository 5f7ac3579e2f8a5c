import type { Clock } from "../clock.ts";

/** So many requests per so many milliseconds. */
export interface Limit {
  limit: number;
  windowMs: number;
}

/** Limits by `METHOD /route/:pattern`; `default` is for every other route. */
export type RateLimitTable = Record<string, Limit>;

/** Limits close to what Discord's headers show for bots. */
export const DEFAULT_RATE_LIMITS: RateLimitTable = {
  "default": { limit: 20, windowMs: 2_000 },
  "POST /channels/:channel_id/messages": { limit: 5, windowMs: 5_000 },
  "PATCH /channels/:channel_id/messages/:message_id": { limit: 5, windowMs: 5_000 },
  "DELETE /channels/:channel_id/messages/:message_id": { limit: 5, windowMs: 1_000 },
  "POST /channels/:channel_id/messages/bulk-delete": { limit: 1, windowMs: 1_000 },
  "POST /channels/:channel_id/typing": { limit: 5, windowMs: 5_000 },
  "PUT /channels/:channel_id/messages/:message_id/reactions/:emoji/@me": { limit: 1, windowMs: 250 },
  "PATCH /guilds/:guild_id/members/:user_id": { limit: 10, windowMs: 10_000 },
  "GET /guilds/:guild_id/members": { limit: 10, windowMs: 10_000 },
  "POST /webhooks/:webhook_id/:webhook_token": { limit: 5, windowMs: 2_000 },
};

/** What a request found in its bucket. */
export interface Verdict {
  allowed: boolean;
  limit: number;
  remaining: number;
  resetAtMs: number;
  bucket: string;
}

interface Window {
  used: number;
  resetAtMs: number;
}

/** Counts requests per bucket and for the whole bot, in fixed windows. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #table: RateLimitTable | "off";
  readonly #perSecond: number;
  readonly #windows = new Map<string, Window>();
  #global: Window = { used: 0, resetAtMs: 0 };

  constructor(clock: Clock, table: RateLimitTable | "off", perSecond: number) {
    this.#clock = clock;
    this.#table = table;
    this.#perSecond = perSecond;
  }

  /** Counts one request against the whole bot's budget; milliseconds to wait when it is spent, else 0. */
  takeGlobal(): number {
    if (this.#perSecond <= 0) return 0;
    const now = this.#clock.now();
    if (now >= this.#global.resetAtMs) this.#global = { used: 0, resetAtMs: now + 1_000 };
    if (this.#global.used >= this.#perSecond) return this.#global.resetAtMs - now;
    this.#global.used++;
    return 0;
  }

  /** Counts one request of a route on its major resource (channel, guild or webhook). Null: route without limit. */
  take(route: string, major: string): Verdict | null {
    if (this.#table === "off") return null;
    const { limit, windowMs } = this.#table[route] ?? this.#table.default ?? DEFAULT_RATE_LIMITS.default!;
    const now = this.#clock.now();
    const bucket = bucketHash(route);
    const key = `${bucket}:${major}`;
    let window = this.#windows.get(key);
    if (!window || now >= window.resetAtMs) {
      window = { used: 0, resetAtMs: now + windowMs };
      this.#windows.set(key, window);
    }
    const allowed = window.used < limit;
    if (allowed) window.used++;
    return { allowed, limit, remaining: limit - window.used, resetAtMs: window.resetAtMs, bucket };
  }
}

/** The opaque name of a bucket, 32 hexadecimal digits (FNV-1a over the route, four times seeded). */
function bucketHash(route: string): string {
  let out = "";
  for (let seed = 0; seed < 4; seed++) {
    let hash = 0x811c9dc5 ^ seed;
    for (let index = 0; index < route.length; index++) {
      hash = Math.imul(hash ^ route.charCodeAt(index), 0x01000193);
    }
    out += (hash >>> 0).toString(16).padStart(8, "0");
  }
  return out;
}
