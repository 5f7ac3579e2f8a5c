/** @module One op for every Discord route that takes no interaction token; each route's own schema judges its parts. */
import { z } from "zod";
import { type Route, routes } from "@flora/discord";
import { Snowflake } from "@flora/model";
import { Files } from "./files.ts";
import { pathParams } from "./params.ts";
import { restRequests, type RestRouteName, restRouteNames } from "./requests.ts";

// deno-lint-ignore no-control-regex -- control characters are what it refuses
const CONTROL = /[\x00-\x1f\x7f]/;

const params = new Map(restRouteNames.map((name) => [name, pathParams(name)]));

const RestArgs = z.object({
  route: z.enum(restRouteNames),
  /** Whose guild the script says it means; only its own is served. */
  guildId: Snowflake.optional(),
  params: z.record(z.string(), z.string()).default({}),
  query: z.record(z.string(), z.unknown()).optional(),
  /** In Discord's own snake_case. */
  body: z.unknown().optional(),
  files: Files.optional(),
  /** For the guild's audit log. */
  reason: z.string().max(400).refine((reason) => !CONTROL.test(reason), "must not contain control characters")
    .refine((reason) => reason.isWellFormed(), "must be well-formed text").optional(),
});

/** A request whose every part is named by its route's schema. */
export interface RestCall {
  route: RestRouteName;
  guildId?: string;
  params: Record<string, string>;
  query?: Record<string, string | number | boolean | string[]>;
  body?: unknown;
  files?: Files;
  reason?: string;
}

export const discordOps = {
  rest: {
    args: RestArgs.transform((call, context): RestCall => {
      const request = restRequests[call.route];
      let refused = false;
      const refuse = (path: PropertyKey[], message: string) => {
        refused = true;
        context.addIssue({ code: "custom", path, message });
      };
      const part = (name: "params" | "query" | "body", schema: z.ZodType | undefined, input: unknown) => {
        const parsed = schema?.safeParse(input);
        for (const issue of parsed?.error?.issues ?? []) refuse([name, ...issue.path], issue.message);
        return parsed?.data;
      };
      const path = part("params", params.get(call.route), call.params) as Record<string, string>;
      const query = part("query", request.query, call.query ?? {}) as RestCall["query"];
      const body = part("body", request.body, call.body);
      const files = (routes[call.route] as Route).files ? call.files : undefined;
      const wrong = refused ? undefined : request.judge?.(body, files);
      if (wrong) refuse(["body"], wrong);
      return {
        route: call.route,
        ...(call.guildId === undefined ? {} : { guildId: call.guildId }),
        params: path,
        ...(query === undefined ? {} : { query }),
        ...(body === undefined ? {} : { body }),
        ...(files === undefined ? {} : { files }),
        ...(call.reason === undefined ? {} : { reason: call.reason }),
      };
    }),
    /** Discord's body as it came, null where there is none. */
    result: z.unknown(),
  },
};
export type DiscordOps = typeof discordOps;
