/** @module The immutable bundles of a guild. */
import { Buffer } from "node:buffer";
import { createRoute } from "@hono/zod-openapi";
import { ControlError, type GuildId, type Revision, RevisionId } from "@flora/model";
import { RevisionInfo, RevisionSources } from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { requireGuild } from "../middleware/token.ts";
import { bearer, errors, GuildParams, json } from "./parts.ts";

const path = "/api/guilds/{guildId}/revisions/{revisionId}";
const params = GuildParams.extend({ revisionId: RevisionId });

const read = createRoute({
  method: "get",
  path,
  summary: "One revision: who made it when, its files, its manifest",
  security: bearer,
  request: { params },
  responses: { 200: json(RevisionInfo, "Revision"), ...errors("NOT_FOUND") },
});

const sources = createRoute({
  method: "get",
  path: `${path}/sources`,
  summary: "The files of a revision as they were uploaded; a deploy takes them as they are",
  security: bearer,
  request: { params },
  responses: { 200: json(RevisionSources, "Files"), ...errors("NOT_FOUND") },
});

export function revisionRoutes(api: Api, { storage: { deployments } }: ApiParts): void {
  async function find(guildId: GuildId, revisionId: RevisionId): Promise<Revision> {
    const revision = await deployments.getRevision(guildId, revisionId);
    if (revision) return revision;
    throw new ControlError(
      "NOT_FOUND",
      `Cannot read revision ${revisionId}: guild ${guildId} has no such revision`,
    );
  }

  api.openapi(read, async (c) => {
    const { guildId, revisionId } = c.req.valid("param");
    requireGuild(c.get("caller"), guildId);
    const { sources, code, sourceMap: _, ...rest } = await find(guildId, revisionId);
    const files = Object.entries(sources).map(([path, text]) => ({ path, bytes: Buffer.byteLength(text) }));
    return c.json({ ...rest, codeBytes: Buffer.byteLength(code), files }, 200);
  });
  api.openapi(sources, async (c) => {
    const { guildId, revisionId } = c.req.valid("param");
    requireGuild(c.get("caller"), guildId);
    const { entry, sources: files } = await find(guildId, revisionId);
    return c.json({ entry, files }, 200);
  });
}
