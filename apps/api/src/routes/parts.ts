import { z } from "@hono/zod-openapi";
import { GuildId } from "@flora/model";
import { Problem } from "@flora/protocol/api";

export const GuildParams = z.object({
  guildId: GuildId,
});

export const bearer = [{ bearer: [] }];

/** A JSON answer for a route description. */
export function json<S extends z.ZodType>(schema: S, description: string) {
  return { description, content: { "application/json": { schema } } };
}

/** The errors that every route with a token can answer. */
export const problems = {
  400: { description: "Invalid request", content: { "application/problem+json": { schema: Problem } } },
  401: { description: "No valid token", content: { "application/problem+json": { schema: Problem } } },
  403: { description: "Not allowed", content: { "application/problem+json": { schema: Problem } } },
  404: { description: "Not found", content: { "application/problem+json": { schema: Problem } } },
} as const;

/** The errors of routes that need the gateway. */
export const gatewayProblems = {
  ...problems,
  503: { description: "The gateway is away", content: { "application/problem+json": { schema: Problem } } },
} as const;
