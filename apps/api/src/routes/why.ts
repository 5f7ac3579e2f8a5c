import { createRoute } from "@hono/zod-openapi";
import { WhyAnswer, WhyQuery } from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { errors, GuildParams, json } from "./parts.ts";

const why = createRoute({
  method: "get",
  path: "/api/guilds/{guildId}/why",
  summary: "What became of the guild's events, and why those that did not run did not",
  request: { params: GuildParams, query: WhyQuery },
  responses: { 200: json(WhyAnswer, "Reasons"), ...errors("UNAVAILABLE") },
});

export function whyRoutes(api: Api, parts: ApiParts): void {
  api.openapi(why, async (c) => {
    const { guildId } = c.req.valid("param");
    const { message, command, since } = c.req.valid("query");
    const filter = { messageId: message, command: command?.replace(/^\//, ""), since };
    const known = await parts.gateway.call("why", { guildId, ...filter });
    const refused = parts.why.read(guildId, filter);
    return c.json({
      ...known,
      counts: [...known.counts, ...refused.counts].sort((left, right) => right.count - left.count),
      records: [...known.records, ...refused.records].sort((left, right) => right.at - left.at),
    }, 200);
  });
}
