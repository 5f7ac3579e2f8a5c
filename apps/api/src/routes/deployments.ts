import { createRoute, z } from "@hono/zod-openapi";
import { ControlError, Deployment } from "@flora/model";
import { DeploymentList, DeployRequest, DeployResponse, GuildList } from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { deploy } from "../deploy/deploy.ts";
import { readUpload } from "../deploy/read-upload.ts";
import { requireGuild } from "../middleware/token.ts";
import { bearer, gatewayProblems, GuildParams, json, problems, refusals } from "./parts.ts";

const HISTORY_LIMIT = 100;

const guilds = createRoute({
  method: "get",
  path: "/api/guilds",
  summary: "The guilds the bot is in and the caller may manage",
  security: bearer,
  responses: { 200: json(GuildList, "Guilds"), ...gatewayProblems },
});

const create = createRoute({
  method: "post",
  path: "/api/guilds/{guildId}/deployments",
  summary: "Deploy a project: bundle it, load it, put it live",
  security: bearer,
  request: { params: GuildParams },
  responses: { 201: json(DeployResponse, "Live"), ...gatewayProblems, ...refusals },
});

/** The handler reads the body itself: two content types, and a limit before anything is parsed. */
const createBody = {
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

const read = createRoute({
  method: "get",
  path: "/api/guilds/{guildId}/deployment",
  summary: "The guild's current deployment",
  security: bearer,
  request: { params: GuildParams },
  responses: { 200: json(Deployment, "Current deployment"), ...problems },
});

const remove = createRoute({
  method: "delete",
  path: "/api/guilds/{guildId}/deployment",
  summary: "Undeploy: the guild's script stops, its data stays",
  security: bearer,
  request: { params: GuildParams },
  responses: { 204: { description: "Gone" }, ...gatewayProblems },
});

const history = createRoute({
  method: "get",
  path: "/api/guilds/{guildId}/deployments",
  summary: "The guild's deployments, newest first",
  security: bearer,
  request: { params: GuildParams },
  responses: { 200: json(DeploymentList, "Deployments"), ...problems },
});

const list = createRoute({
  method: "get",
  path: "/api/deployments",
  summary: "Current deployments of every guild the caller may manage",
  security: bearer,
  responses: { 200: json(DeploymentList, "Deployments"), ...problems },
});

export function deploymentRoutes(api: Api, parts: ApiParts): void {
  const { deployments } = parts.storage;

  api.openapi(guilds, async (c) => {
    const all = await parts.gateway.call("guilds", {});
    const mine = c.get("caller").guildIds;
    return c.json({ guilds: mine ? all.filter((guild) => mine.includes(guild.guildId)) : all }, 200);
  });
  api.openapi({ ...create, requestBody: createBody } as typeof create, async (c) => {
    const { guildId } = c.req.valid("param");
    requireGuild(c.get("caller"), guildId);
    const upload = await readUpload(c.req.raw);
    return c.json(await deploy(parts, c.get("caller"), guildId, upload), 201);
  });
  api.openapi(read, async (c) => {
    const { guildId } = c.req.valid("param");
    requireGuild(c.get("caller"), guildId);
    const current = await deployments.current(guildId);
    if (!current) throw new ControlError("NOT_FOUND", `Cannot read deployment: guild ${guildId} has none`);
    return c.json(current, 200);
  });
  api.openapi(remove, async (c) => {
    const { guildId } = c.req.valid("param");
    requireGuild(c.get("caller"), guildId);
    await parts.gateway.call("undeploy", { guildId });
    return c.body(null, 204);
  });
  api.openapi(history, async (c) => {
    const { guildId } = c.req.valid("param");
    requireGuild(c.get("caller"), guildId);
    return c.json({ deployments: await deployments.history(guildId, HISTORY_LIMIT) }, 200);
  });
  api.openapi(list, async (c) => {
    const mine = c.get("caller").guildIds;
    const all = await deployments.all();
    return c.json({ deployments: mine ? all.filter((one) => mine.includes(one.guildId)) : all }, 200);
  });
}
