/** @module Deploying projects, and what was deployed. */
import { createRoute, z } from "@hono/zod-openapi";
import {
  DeploymentList,
  DeploymentPage,
  DeployRequest,
  DeployResponse,
  GuildList,
  HistoryQuery,
  ValidateResponse,
} from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { deploy } from "../deploy/deploy.ts";
import { expectedNumbers, IfMatch, tagOf } from "../deploy/precondition.ts";
import { readUpload } from "../deploy/read-upload.ts";
import { validate } from "../deploy/validate.ts";
import { AtOnce } from "../limits/at-once.ts";
import { callerKey } from "../limits/caller-key.ts";
import { errors, GuildParams, json, tagged } from "./parts.ts";

/** Each is held in memory until it is stored. */
const MOST_UPLOADS = 4;

const guilds = createRoute({
  method: "get",
  path: "/api/guilds",
  summary: "The guilds the bot is in and the caller may manage",
  responses: { 200: json(GuildList, "Guilds"), ...errors("UNAVAILABLE") },
});

/** The handler reads the body itself: two content types, and a limit before anything is parsed. */
const upload = {
  required: true,
  content: {
    "application/json": { schema: z.toJSONSchema(DeployRequest, { io: "input" }) },
    "multipart/form-data": {
      schema: {
        type: "object",
        properties: {
          entry: { type: "string" },
          files: { type: "array", items: { type: "string", format: "binary" } },
          archive: { type: "string", format: "binary", description: "A zip of the project" },
        },
      },
    },
  },
};

const create = createRoute({
  method: "post",
  path: "/api/guilds/{guildId}/deployments",
  summary: "Deploy a project: bundle it, load it, put it live",
  request: {
    params: GuildParams,
    headers: IfMatch.extend({
      "if-none-match": z.literal("*").optional().describe("Only where nothing is deployed, otherwise 412"),
    }),
  },
  responses: {
    201: tagged(DeployResponse, "Live"),
    ...errors(
      "NOT_FOUND",
      "TOO_LARGE",
      "PRECONDITION_FAILED",
      "BUNDLE_INVALID",
      "SCRIPT_REJECTED",
      "COMMANDS_REJECTED",
      "UNAVAILABLE",
    ),
  },
});

const check = createRoute({
  method: "post",
  path: "/api/guilds/{guildId}/validate",
  summary: "Bundle a project and load it in an isolate, as a deploy does; nothing goes live",
  description: "The script's top level runs, with all it does there. One validation per guild at a time.",
  request: { params: GuildParams },
  responses: {
    200: json(ValidateResponse, "What a deploy would say"),
    ...errors("NOT_FOUND", "CONFLICT", "TOO_LARGE", "UNAVAILABLE"),
  },
});

const history = createRoute({
  method: "get",
  path: "/api/guilds/{guildId}/deployments",
  summary: "The guild's deployments, newest first",
  request: { params: GuildParams, query: HistoryQuery },
  responses: { 200: json(DeploymentPage, "Deployments"), ...errors() },
});

const list = createRoute({
  method: "get",
  path: "/api/deployments",
  summary: "Current deployments of every guild the caller may manage",
  responses: { 200: json(DeploymentList, "Deployments"), ...errors() },
});

export function deploymentsRoutes(api: Api, parts: ApiParts): void {
  const { deployments } = parts.storage;
  const uploads = new AtOnce(MOST_UPLOADS, "uploads");

  api.openapi(guilds, async (c) => {
    const all = await parts.gateway.call("guilds", {});
    const mine = c.get("caller").guildIds;
    return c.json({ guilds: mine ? all.filter((guild) => mine.includes(guild.guildId)) : all }, 200);
  });
  api.openapi({ ...create, requestBody: upload } as typeof create, async (c) => {
    const { guildId } = c.req.valid("param");
    const expected = await expectedNumbers(deployments, guildId, c.req.valid("header"));
    const caller = c.get("caller");
    const deployed = await uploads.run(
      callerKey(caller),
      async () =>
        deploy(parts, caller, guildId, await readUpload(c.req.raw, parts.bodyTimeouts.upload), expected),
    );
    c.header("etag", tagOf(deployed.deployment));
    c.set("auditDetails", { revisionId: deployed.deployment.revisionId });
    return c.json(deployed, 201);
  });
  api.openapi({ ...check, requestBody: upload } as typeof check, async (c) => {
    const { guildId } = c.req.valid("param");
    const caller = c.get("caller");
    const answer = await uploads.run(
      callerKey(caller),
      async () => validate(parts, caller, guildId, await readUpload(c.req.raw, parts.bodyTimeouts.upload)),
    );
    return c.json(answer, 200);
  });
  api.openapi(history, async (c) => {
    const { guildId } = c.req.valid("param");
    const { limit, cursor } = c.req.valid("query");
    const before = cursor === undefined ? undefined : Number(cursor);
    const found = await deployments.history(guildId, limit + 1, before);
    const page = found.slice(0, limit);
    const next = found.length > limit ? { cursor: String(page.at(-1)!.number) } : {};
    return c.json({ deployments: page, ...next }, 200);
  });
  api.openapi(list, async (c) => {
    const mine = c.get("caller").guildIds;
    const all = await deployments.all();
    return c.json({ deployments: mine ? all.filter((one) => mine.includes(one.guildId)) : all }, 200);
  });
}
