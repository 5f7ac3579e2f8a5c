import { createRoute, z } from "@hono/zod-openapi";
import {
  DrainRequest,
  DrainResponse,
  MigrateRequest,
  MigrateResponse,
  MigrationList,
  MigrationQuery,
  PinRequest,
  PlacementList,
  WorkerList,
} from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { body, errors, GuildParams, json } from "./parts.ts";

/** Longer than a drain waits for running handlers. */
const DRAIN_TIMEOUT_MS = 60_000;

const workers = createRoute({
  method: "get",
  path: "/api/admin/workers",
  summary: "Workers and how many guilds each has",
  responses: { 200: json(WorkerList, "Workers"), ...errors("UNAVAILABLE") },
});

const placements = createRoute({
  method: "get",
  path: "/api/admin/guilds",
  summary: "Where every placed guild is",
  responses: { 200: json(PlacementList, "Guilds"), ...errors("UNAVAILABLE") },
});

const migrate = createRoute({
  method: "post",
  path: "/api/admin/guilds/{guildId}/migrate",
  summary: "Move a guild to a worker now",
  request: { params: GuildParams, body: body(MigrateRequest) },
  responses: {
    200: json(MigrateResponse, "It has moved"),
    ...errors("NOT_FOUND", "CONFLICT", "TOO_LARGE", "UNAVAILABLE"),
  },
});

const pin = createRoute({
  method: "put",
  path: "/api/admin/guilds/{guildId}/pin",
  summary: "Keep a guild on one worker while that is there",
  request: { params: GuildParams, body: body(PinRequest) },
  responses: { 204: { description: "Kept" }, ...errors("NOT_FOUND", "TOO_LARGE", "UNAVAILABLE") },
});

const drain = createRoute({
  method: "post",
  path: "/api/admin/workers/{name}/drain",
  summary: "Move every guild off a worker",
  request: { params: z.object({ name: z.string().max(64) }), body: body(DrainRequest) },
  responses: {
    200: json(DrainResponse, "What is left on it"),
    ...errors("NOT_FOUND", "CONFLICT", "TOO_LARGE", "UNAVAILABLE"),
  },
});

const undrain = createRoute({
  method: "delete",
  path: "/api/admin/workers/{name}/drain",
  summary: "Let guilds come to a drained worker again",
  request: { params: z.object({ name: z.string().max(64) }) },
  responses: { 204: { description: "It takes guilds" }, ...errors("NOT_FOUND", "UNAVAILABLE") },
});

const migrations = createRoute({
  method: "get",
  path: "/api/admin/migrations",
  summary: "What became of the moves of late, newest first",
  request: { query: MigrationQuery },
  responses: {
    200: json(MigrationList, "Moves, each with its steps and its pause"),
    ...errors("UNAVAILABLE"),
  },
});

const metrics = createRoute({
  method: "get",
  path: "/api/admin/metrics",
  summary: "What the gateway counts, for Prometheus",
  responses: {
    200: { description: "Metrics", content: { "text/plain": { schema: z.string() } } },
    ...errors("UNAVAILABLE"),
  },
});

/** For operators only. */
export function placementRoutes(api: Api, { gateway }: ApiParts): void {
  api.openapi(workers, async (c) => {
    const { workers } = await gateway.call("status", {});
    return c.json({ workers }, 200);
  });
  api.openapi(placements, async (c) => c.json({ placements: await gateway.call("placements", {}) }, 200));
  api.openapi(migrate, async (c) => {
    const { guildId } = c.req.valid("param");
    return c.json(await gateway.call("migrate", { guildId, ...c.req.valid("json") }), 200);
  });
  api.openapi(pin, async (c) => {
    const { guildId } = c.req.valid("param");
    await gateway.call("pin", { guildId, ...c.req.valid("json") });
    return c.body(null, 204);
  });
  api.openapi(drain, async (c) => {
    const { name: worker } = c.req.valid("param");
    return c.json(await gateway.call("drain", { worker, ...c.req.valid("json") }, DRAIN_TIMEOUT_MS), 200);
  });
  api.openapi(undrain, async (c) => {
    await gateway.call("undrain", { worker: c.req.valid("param").name });
    return c.body(null, 204);
  });
  api.openapi(metrics, async (c) => {
    const { text, contentType } = await gateway.call("metrics", {});
    return c.text(text, 200, { "content-type": contentType });
  });
  api.openapi(migrations, async (c) => {
    const { limit, guild } = c.req.valid("query");
    const query = { limit, ...(guild === undefined ? {} : { guildId: guild }) };
    return c.json({ migrations: await gateway.call("migrations", query) }, 200);
  });
}
