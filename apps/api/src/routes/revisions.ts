/** @module The immutable bundles of a guild. */
import { Buffer } from "node:buffer";
import { createRoute } from "@hono/zod-openapi";
import { ControlError, type GuildId, Review, RevisionId } from "@flora/model";
import { DiffQuery, RevisionDiff, RevisionInfo, RevisionSources } from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { diffManifests } from "../diff/manifest.ts";
import { diffSources } from "../diff/sources.ts";
import { findRevision } from "../deploy/find-revision.ts";
import { errors, GuildParams, json } from "./parts.ts";

const path = "/api/guilds/{guildId}/revisions/{revisionId}";
const params = GuildParams.extend({ revisionId: RevisionId });

const read = createRoute({
  method: "get",
  path,
  summary: "One revision: who made it when, its files, its manifest",
  request: { params },
  responses: { 200: json(RevisionInfo, "Revision"), ...errors("NOT_FOUND") },
});

const sources = createRoute({
  method: "get",
  path: `${path}/sources`,
  summary: "The files of a revision as they were uploaded; a deploy takes them as they are",
  request: { params },
  responses: { 200: json(RevisionSources, "Files"), ...errors("NOT_FOUND") },
});

const diff = createRoute({
  method: "get",
  path: `${path}/diff`,
  summary: "What a revision changes: its files, line by line, and what it registers",
  request: { params, query: DiffQuery },
  responses: { 200: json(RevisionDiff, "Differences"), ...errors("NOT_FOUND") },
});

const review = createRoute({
  method: "get",
  path: `${path}/review`,
  summary: "What a revision can do, what of it is new, and what the bot lacks for it",
  request: { params, query: DiffQuery },
  responses: { 200: json(Review, "Review"), ...errors("NOT_FOUND", "UNAVAILABLE") },
});

export function revisionRoutes(api: Api, { storage: { deployments }, gateway, limits }: ApiParts): void {
  const find = (guildId: GuildId, revisionId: RevisionId) =>
    findRevision({ deployments, limits }, guildId, revisionId, "read revision");

  api.openapi(read, async (c) => {
    const { guildId, revisionId } = c.req.valid("param");
    const { sources, code, sourceMap: _, ...rest } = await find(guildId, revisionId);
    const files = Object.entries(sources).map(([path, text]) => ({ path, bytes: Buffer.byteLength(text) }));
    return c.json({ ...rest, codeBytes: Buffer.byteLength(code), files }, 200);
  });
  api.openapi(sources, async (c) => {
    const { guildId, revisionId } = c.req.valid("param");
    const { entry, sources: files } = await find(guildId, revisionId);
    return c.json({ entry, files }, 200);
  });
  api.openapi(review, async (c) => {
    const { guildId, revisionId } = c.req.valid("param");
    const from = c.req.valid("query").from ?? (await deployments.current(guildId))?.revisionId ?? null;
    for (const id of from === null ? [revisionId] : [from, revisionId]) await find(guildId, id);
    return c.json(await gateway.call("review", { guildId, revisionId, from }), 200);
  });
  api.openapi(diff, async (c) => {
    const { guildId, revisionId } = c.req.valid("param");
    const from = c.req.valid("query").from ?? (await deployments.current(guildId))?.revisionId;
    if (from === undefined) {
      throw new ControlError("NOT_FOUND", `Cannot compare with what is live: guild ${guildId} has nothing`);
    }
    const [before, after] = [await find(guildId, from), await find(guildId, revisionId)];
    return c.json({
      from,
      to: revisionId,
      ...(before.entry !== after.entry && { entry: { before: before.entry, after: after.entry } }),
      files: diffSources(before.sources, after.sources),
      manifest: diffManifests(before.manifest, after.manifest),
    }, 200);
  });
}
