/** @module Who did what, newest first. */
import { createRoute } from "@hono/zod-openapi";
import type { GuildId } from "@flora/model";
import { AuditPage, AuditQuery } from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { errors, GuildParams, json } from "./parts.ts";

const ofGuild = createRoute({
  method: "get",
  path: "/api/guilds/{guildId}/audit",
  summary: "Every change in the guild: who, when, what, from where, and what came of it",
  request: { params: GuildParams, query: AuditQuery },
  responses: { 200: json(AuditPage, "Entries"), ...errors() },
});

const ofAll = createRoute({
  method: "get",
  path: "/api/admin/audit",
  summary: "Every change in all guilds and of the installation",
  request: { query: AuditQuery },
  responses: { 200: json(AuditPage, "Entries"), ...errors() },
});

export function auditRoutes(api: Api, { storage: { audit } }: ApiParts): void {
  async function read(
    guildId: GuildId | null,
    { limit, before, ...filters }: AuditQuery,
  ): Promise<AuditPage> {
    const entries = await audit.read(guildId, { ...filters, limit: limit + 1, beforeSeq: before });
    const page = entries.slice(0, limit);
    return entries.length > limit ? { entries: page, before: page.at(-1)!.seq } : { entries: page };
  }

  api.openapi(
    ofGuild,
    async (c) => c.json(await read(c.req.valid("param").guildId, c.req.valid("query")), 200),
  );
  api.openapi(ofAll, async (c) => c.json(await read(null, c.req.valid("query")), 200));
}
