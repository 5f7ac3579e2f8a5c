import type { OpenAPIHono } from "@hono/zod-openapi";
import type { GuildId, Limits } from "@flora/model";
import type { InsideMember } from "@flora/protocol";
import type { Sealer, Storage } from "@flora/storage";
import type { Logger, Metrics, WhyBook } from "@flora/telemetry";
import type { Caller } from "./access/caller.ts";
import type { Standings } from "./access/standing.ts";
import type { GatewayLink } from "./gateway-link.ts";
import type { BodyTimeouts } from "./read-body.ts";
import type { DiscordLogin } from "./login/discord.ts";

/** Logging in through Discord, or what is missing for it. */
export interface Login {
  discord?: DiscordLogin;
  /** Names of settings. */
  missing: string[];
}

/** What routes work with; built once in main. */
export interface ApiParts {
  storage: Storage;
  gateway: GatewayLink;
  sealer: Sealer;
  limits: Limits;
  log: Logger;
  metrics: Metrics;
  /** What became of requests to webhooks that got no further than here. */
  why: WhyBook;
  version: string;
  login: Login;
  standings: Standings;
  /** Where browsers reach the API, without a slash at its end. */
  publicUrl(): string;
  trustedProxies: readonly string[];
  auditEntriesKept: number;
  /** Of one token or person, or of those who are nobody at one address; 0 for as many as they like. */
  rates: { requestsPerMinute: number; deploysPerMinute: number; strangerRequestsPerMinute: number };
  bodyTimeouts: BodyTimeouts;
  /** Unix milliseconds. */
  now(): number;
  /** How often a log tail looks for new lines. */
  tailIntervalMs: number;
  /** How often it is asked anew whether who tails a log still may. */
  standingIntervalMs: number;
  /** Aborts when the API stops: answers that would go on for ever end. */
  stopping: AbortSignal;
}

export interface ApiEnv {
  /** What the server tells of a connection; or who asks inside Discord, which no connection can say. */
  Bindings: Partial<Deno.ServeHandlerInfo> & { member?: InsideMember };
  Variables: {
    caller: Caller;
    requestId: string;
    /** Where the request came from. */
    address: string;
    /** What a route wants the audit log to know besides what its path says. */
    auditDetails?: Record<string, string>;
    /** It changed something before it was refused. */
    changedInPart?: boolean;
    /** Which guilds' logs tell of it, where the path names none. */
    auditGuildIds?: readonly GuildId[];
  };
}

export type Api = OpenAPIHono<ApiEnv>;
