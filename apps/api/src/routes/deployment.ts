/** @module What runs in a guild: read it, take it back, pause it, end it. */
import { createRoute, z } from "@hono/zod-openapi";
import { ControlError, Deployment } from "@flora/model";
import { RollbackRequest } from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { findRevision } from "../deploy/find-revision.ts";
import { expectedNumbers, IfMatch, matches, tagOf, Tags } from "../deploy/precondition.ts";
import { answer, body, errors, GuildParams, tagged } from "./parts.ts";

const path = "/api/guilds/{guildId}/deployment";

const read = createRoute({
  method: "get",
  path,
  summary: "The guild's current deployment",
  request: { params: GuildParams, headers: z.object({ "if-none-match": Tags.optional() }) },
  responses: {
    200: tagged(Deployment, "Current deployment"),
    304: { description: "It still has that ETag" },
    ...errors("NOT_FOUND"),
  },
});

const remove = createRoute({
  method: "delete",
  path,
  summary: "Undeploy: the guild's script stops, its data stays",
  request: { params: GuildParams, headers: IfMatch },
  responses: { 204: { description: "Gone" }, ...errors("NOT_FOUND", "PRECONDITION_FAILED", "UNAVAILABLE") },
});

const rollback = createRoute({
  method: "post",
  path: `${path}/rollback`,
  summary: "Put an earlier revision live again, as a new deployment",
  request: { params: GuildParams, headers: IfMatch, body: body(RollbackRequest) },
  responses: {
    201: tagged(Deployment, "Live"),
    ...errors(
      "NOT_FOUND",
      "CONFLICT",
      "PRECONDITION_FAILED",
      "SCRIPT_REJECTED",
      "COMMANDS_REJECTED",
      "UNAVAILABLE",
    ),
  },
});

const pause = createRoute({
  method: "post",
  path: `${path}/pause`,
  summary: "Pause: the script keeps its revision, commands and data, but gets no events until it is resumed",
  request: { params: GuildParams },
  responses: { 200: tagged(Deployment, "Paused"), ...errors("NOT_FOUND", "UNAVAILABLE") },
});

const resume = createRoute({
  method: "post",
  path: `${path}/resume`,
  summary: "Let a paused script get events again",
  request: { params: GuildParams },
  responses: { 200: tagged(Deployment, "Running"), ...errors("NOT_FOUND", "UNAVAILABLE") },
});

export function deploymentRoutes(api: Api, { storage: { deployments }, gateway, limits }: ApiParts): void {
  api.openapi(read, async (c) => {
    const { guildId } = c.req.valid("param");
    const current = await deployments.current(guildId);
    if (!current) throw new ControlError("NOT_FOUND", `Cannot read deployment: guild ${guildId} has none`);
    const known = c.req.valid("header")["if-none-match"];
    c.header("etag", tagOf(current));
    if (known !== undefined && matches(known, current, { weak: true })) return c.body(null, 304);
    return c.json(current, 200);
  });
  api.openapi(remove, async (c) => {
    const { guildId } = c.req.valid("param");
    const expected = await expectedNumbers(deployments, guildId, c.req.valid("header"));
    await gateway.call("undeploy", { guildId, expected });
    return c.body(null, 204);
  });
  api.openapi(rollback, async (c) => {
    const { guildId } = c.req.valid("param");
    const { revisionId } = c.req.valid("json");
    c.set("auditDetails", { revisionId });
    const expected = await expectedNumbers(deployments, guildId, c.req.valid("header"));
    if ((await deployments.current(guildId))?.revisionId === revisionId) {
      throw new ControlError("CONFLICT", `Cannot roll back to ${revisionId}: it is live already`);
    }
    await findRevision({ deployments, limits }, guildId, revisionId, "roll back to");
    const asked = { guildId, revisionId, createdBy: c.get("caller").name, expected };
    // Without a timeout: the operator sets the limits for loading, and may have switched them off.
    const deployment = await gateway.call("deploy", asked, 0);
    return answer(c, deployment, 201);
  });
  api.openapi(pause, async (c) => {
    const { guildId } = c.req.valid("param");
    return answer(c, await gateway.call("pause", { guildId, paused: true }), 200);
  });
  api.openapi(resume, async (c) => {
    const { guildId } = c.req.valid("param");
    return answer(c, await gateway.call("pause", { guildId, paused: false }), 200);
  });
}
