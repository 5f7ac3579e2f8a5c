/** @module What descriptions of routes are put together from. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type ControlErrorCode, type Deployment, GuildId } from "@flora/model";
import { Problem } from "@flora/protocol/api";
import type { ApiEnv } from "../context.ts";
import { tagOf } from "../deploy/precondition.ts";
import { statuses, titles } from "../errors.ts";

export const GuildParams = z.object({
  guildId: GuildId,
});

/** A JSON answer for a route description. */
export function json<S extends z.ZodType>(schema: S, description: string) {
  return { description, content: { "application/json": { schema } } };
}

/** A JSON answer that carries the deployment's ETag. */
export function tagged<S extends z.ZodType>(schema: S, description: string) {
  const ETag = {
    description: "Of the current deployment, for If-Match",
    schema: { type: "string" as const },
  };
  return { ...json(schema, description), headers: { ETag } };
}

/** A page for people. */
export function htmlPage(description: string) {
  return { description, content: { "text/html": { schema: z.string() } } };
}

/** A JSON body that must be there. */
export function body<S extends z.ZodType>(schema: S) {
  return { required: true, content: { "application/json": { schema } } };
}

/** Answers a deployment with its ETag. */
export function answer<S extends 200 | 201>(c: Context<ApiEnv>, deployment: Deployment, status: S) {
  c.header("etag", tagOf(deployment));
  return c.json(deployment, status);
}

type ErrorStatus = typeof statuses[ControlErrorCode];
interface ErrorAnswer {
  description: string;
  headers?: typeof retryAfter;
  content: { "application/problem+json": { schema: typeof Problem } };
}

const retryAfter = {
  "Retry-After": { description: "Seconds to wait", schema: { type: "integer" as const, minimum: 1 } },
};

/** With these the answer says when to ask again. */
const later: ControlErrorCode[] = ["RATE_LIMITED", "UNAVAILABLE"];

/** What every route with a token can answer. */
const everywhere: ControlErrorCode[] = [
  "INVALID_REQUEST",
  "UNAUTHORIZED",
  "FORBIDDEN",
  "RATE_LIMITED",
  "INTERNAL",
];

/** The errors of a route, those of every route among them, by status. */
export function errors(...codes: ControlErrorCode[]): Record<ErrorStatus, ErrorAnswer> {
  const byStatus: Record<number, ErrorAnswer> = {};
  for (const code of new Set([...everywhere, ...codes])) {
    const line = `\`${code}\`: ${titles[code]}`;
    const known = byStatus[statuses[code]];
    if (known) known.description += `; ${line}`;
    else {
      byStatus[statuses[code]] = {
        description: line,
        ...(later.includes(code) && { headers: retryAfter }),
        content: { "application/problem+json": { schema: Problem } },
      };
    }
  }
  return byStatus as Record<ErrorStatus, ErrorAnswer>;
}
