import { z } from "zod";
import { Snowflake } from "@flora/model";
import { type Route, type RouteName, routes } from "@flora/discord";
import { EmojiParam } from "./emoji.ts";

/** Filled in by the holder of the token, never by a script. */
const HOST_FILLED = new Set([
  "guildId",
  "applicationId",
  "interactionId",
  "interactionToken",
  "webhookToken",
]);

/** Parameters that are no ids. */
const others: Record<string, z.ZodType<string>> = {
  emoji: EmojiParam,
  code: z.string().regex(/^[\w-]{2,64}$/, "must be the code of an invite"),
  answerId: z.string().regex(/^[1-9]\d?$/, "must be the number of an answer"),
};

/** The path parameters of a route, derived from its path; others are dropped. */
export function pathParams(name: RouteName): z.ZodType<Record<string, string>> {
  const route: Route = routes[name];
  const shape: Record<string, z.ZodType<string>> = {};
  for (const [, param] of route.path.matchAll(/\{(\w+)\}/g)) {
    if (!HOST_FILLED.has(param!)) shape[param!] = others[param!] ?? Snowflake;
  }
  return z.object(shape) as z.ZodType<Record<string, string>>;
}
