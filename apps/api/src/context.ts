import type { OpenAPIHono } from "@hono/zod-openapi";
import type { GuildId, Limits } from "@flora/model";
import type { Sealer, Storage } from "@flora/storage";
import type { Logger, Metrics, WhyBook } from "@flora/telemetry";
import type { GatewayLink } from "./gateway-link.ts";

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
  /** How often a log tail looks for new lines. */
  tailIntervalMs: number;
  /** Aborts when the API stops: answers that would go on for ever end. */
  stopping: AbortSignal;
}

/** Who calls: `guildIds` absent means every guild. */
export interface Caller {
  name: string;
  guildIds?: readonly GuildId[];
}

export interface ApiEnv {
  Variables: { caller: Caller; requestId: string };
}

export type Api = OpenAPIHono<ApiEnv>;
