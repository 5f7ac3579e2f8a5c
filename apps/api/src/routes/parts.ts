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

const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: Problem } },
});

/** The errors that every route with a token can answer. */
export const problems = {
  400: problem("Invalid request"),
  401: problem("No valid token"),
  403: problem("Not allowed"),
  404: problem("Not found"),
} as const;

/** The errors of routes that need the gateway. */
export const gatewayProblems = {
  ...problems,
  503: problem("The gateway is away"),
} as const;

/** What a project can be refused with. */
export const refusals = {
  413: problem("Over a limit; the detail has the figure"),
  422: problem("Refused while bundling, loading or registering commands; what ran goes on"),
} as const;
