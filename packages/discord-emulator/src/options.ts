import type { RateLimitTable } from "./rest/rate-limits.ts";
import type { GuildSeed } from "./state/seed.ts";

/** How to start an emulator. Everything may be left out. */
export interface EmulatorOptions {
  /** TCP port, 0 for any free one. */
  port?: number;
  host?: string;
  /** Bot token; made up when absent, in the form `base64(user id).x.y`. */
  token?: string;
  applicationId?: string;
  /** Of the application, for logins through Discord; made up when absent. */
  clientSecret?: string;
  /** Where logins may lead back to, exactly; any http address of this machine when absent. */
  redirectUris?: string[];
  botName?: string;
  /** Guilds at the start; one demo guild by default. */
  guilds?: GuildSeed[];
  /** Members, roles and channels of those guilds have the same ids at each start. */
  stableIds?: boolean;
  /** Bit field of privileged intents the bot was granted; all by default. */
  privilegedIntents?: number;
  /** Requests per second for the whole bot, 0 for no limit. */
  globalRateLimit?: number;
  /** Limits per route, merged over the defaults; `off` for none. */
  rateLimits?: RateLimitTable | "off";
  heartbeatIntervalMs?: number;
  /** Whether to refuse a second identify within five seconds. */
  identifyThrottle?: boolean;
  /** How long an interaction may stay unanswered, in milliseconds; 0 for ever. */
  interactionDeadlineMs?: number;
}
