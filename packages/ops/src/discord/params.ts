import { z } from "zod";
import { Snowflake } from "@flora/model";
import { type Route, type RouteName, routes } from "@flora/discord";
import { EmojiParam } from "./emoji.ts";

/** Filled in by the holder of the token, never by a script. */
const HOST_FILLED = new Set(["guildId", "applicationId", "interactionId", "interactionToken"]);

/** The path parameters of a route, derived from its path: an emoji, or ids; others are dropped. */
export function pathParams(name: RouteName): z.ZodType<Record<string, string>> {
  const route: Route = routes[name];
  const shape: Record<string, z.ZodType<string>> = {};
  for (const [, param] of route.path.matchAll(/\{(\w+)\}/g)) {
    if (!HOST_FILLED.has(param!)) shape[param!] = param === "emoji" ? EmojiParam : Snowflake;
  }
  return z.object(shape) as z.ZodType<Record<string, string>>;
}
