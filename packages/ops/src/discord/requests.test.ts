import assert from "node:assert/strict";
import type { z } from "zod";
import { type Route, routes } from "@flora/discord";
import { Snowflake } from "@flora/model";
import { restRequests, restRouteNames } from "./requests.ts";

/** Ids that Discord itself judges below the guild or channel of the path, or that name no thing of a guild. */
const JUDGED_BY_DISCORD = [
  /^body\.message_reference\.message_id$/,
  /^body\.messages\.\*$/,
  /^body\.(message\.)?allowed_mentions\.(users|roles)\.\*$/,
  /^body\.(message\.)?components\.\*(\.|$).*sku_id$/,
  /^body\.user_ids\.\*$/,
  /^body\.applied_tags\.\*$/,
  /^body\.available_tags\.\*\.id$/,
  /^body(\.\*)?\.id$/,
  /^body\.prompts\.\*(\.options\.\*)?\.id$/,
  /^query\.(before|after|around|user_id|target_id|min_id|max_id)$/,
  /^query\.(author_id|mentions|tag)\.\*$/,
];

/** Places of a request's schema at which an id may stand. */
function* idPlaces(schema: z.ZodType, at: string): Generator<string> {
  if (schema === Snowflake) return yield at;
  // deno-lint-ignore no-explicit-any -- zod's own description of a schema has a shape per type
  const def = (schema as any)._zod.def;
  switch (def.type) {
    case "object":
      for (const [key, inner] of Object.entries(def.shape)) {
        yield* idPlaces(inner as z.ZodType, `${at}.${key}`);
      }
      return;
    case "array":
      return yield* idPlaces(def.element, `${at}.*`);
    case "union":
      for (const option of def.options) yield* idPlaces(option, at);
      return;
    case "pipe":
      yield* idPlaces(def.in, at);
      return yield* idPlaces(def.out, at);
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "nonoptional":
      return yield* idPlaces(def.innerType, at);
  }
}

/** Whether a place of the table, with its `*` and `**`, covers a place of a schema. */
function covers(place: string, kind: string, at: string): boolean {
  const pattern = (kind === "mentionable" ? `${place}.id` : place).replaceAll(".", "\\.")
    .replaceAll("**", "[]").replaceAll("*", "\\*").replaceAll("[]\\.", "(.+\\.)?");
  return new RegExp(`^${pattern}$`).test(at);
}

Deno.test("restRequests lets no id through that neither the route table nor Discord judges", () => {
  const places = new Map<string, boolean>();
  for (const name of restRouteNames) {
    const ids = Object.entries((routes[name] as Route).ids ?? {});
    for (const part of ["body", "query"] as const) {
      const schema = restRequests[name][part];
      for (const at of schema ? idPlaces(schema, part) : []) {
        const known = ids.some(([place, kind]) => covers(place, kind, at)) ||
          JUDGED_BY_DISCORD.some((pattern) => pattern.test(at));
        places.set(`${name} ${at}`, known);
      }
    }
  }
  const unknown = [...places].filter(([, known]) => !known).map(([place]) => place);
  assert.deepEqual(unknown, []);
  assert.ok(places.size > 80, `${places.size} places`);
});
