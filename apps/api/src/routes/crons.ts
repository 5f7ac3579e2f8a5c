/** @module What a guild's script does by the clock: cron jobs and what it scheduled. */
import { createRoute } from "@hono/zod-openapi";
import { ControlError, type CronDefinition, type Deployment } from "@flora/model";
import { nextDue } from "@flora/ops/schedules/due";
import {
  type CronInfo,
  CronList,
  CronRun,
  CronRunQuery,
  ScheduleCancelQuery,
  ScheduleList,
  ScheduleQuery,
} from "@flora/protocol/api";
import type { CronRecord } from "@flora/storage";
import type { Api, ApiParts } from "../context.ts";
import { errors, GuildParams, json } from "./parts.ts";

const NEXT_RUNS = 5;

const list = createRoute({
  method: "get",
  path: "/api/guilds/{guildId}/crons",
  summary: "The script's cron jobs: when they are due next, and how the last run went",
  request: { params: GuildParams },
  responses: { 200: json(CronList, "Cron jobs"), ...errors("NOT_FOUND") },
});

const run = createRoute({
  method: "post",
  path: "/api/guilds/{guildId}/crons/run",
  summary: "Run a cron job now, as if it were due",
  request: { params: GuildParams, query: CronRunQuery },
  responses: {
    200: json(CronRun, "How it ended, or that it goes on"),
    ...errors("NOT_FOUND", "CONFLICT", "UNAVAILABLE"),
  },
});

const schedules = createRoute({
  method: "get",
  path: "/api/guilds/{guildId}/schedules",
  summary: "What the script scheduled and what waits for its time",
  request: { params: GuildParams, query: ScheduleQuery },
  responses: { 200: json(ScheduleList, "Schedules"), ...errors() },
});

const cancel = createRoute({
  method: "delete",
  path: "/api/guilds/{guildId}/schedules",
  summary: "Cancel a schedule",
  request: { params: GuildParams, query: ScheduleCancelQuery },
  responses: { 204: { description: "It does not happen" }, ...errors("NOT_FOUND") },
});

export function cronRoutes(api: Api, { storage, gateway, now }: ApiParts): void {
  api.openapi(list, async (c) => {
    const { guildId } = c.req.valid("param");
    const deployment = await storage.deployments.current(guildId);
    if (!deployment) {
      throw new ControlError("NOT_FOUND", `Cannot list cron jobs: guild ${guildId} has no script`);
    }
    const records = await storage.cron.read(guildId);
    const crons = deployment.manifest.crons.map((cron) => ({
      ...cron,
      next: nextRuns(deployment, cron, now()),
      ...past(Object.hasOwn(records, cron.name) ? records[cron.name] : undefined),
    }));
    return c.json({ crons }, 200);
  });
  api.openapi(run, async (c) => {
    const { guildId } = c.req.valid("param");
    const { name } = c.req.valid("query");
    c.set("auditDetails", { name });
    return c.json(await gateway.call("runCron", { guildId, name }), 200);
  });
  api.openapi(schedules, async (c) => {
    const { guildId } = c.req.valid("param");
    const { limit, cursor } = c.req.valid("query");
    const all = await storage.schedules.list(guildId);
    const start = Number(cursor ?? 0);
    const end = start + limit;
    const more = end < all.length ? { cursor: String(end) } : {};
    return c.json({ schedules: all.slice(start, end), total: all.length, ...more }, 200);
  });
  api.openapi(cancel, async (c) => {
    const { guildId } = c.req.valid("param");
    const { name } = c.req.valid("query");
    c.set("auditDetails", { name });
    if (!await storage.schedules.cancel(guildId, name)) {
      throw new ControlError("NOT_FOUND", `Cannot cancel schedule ${JSON.stringify(name)}: none waits`);
    }
    return c.body(null, 204);
  });
}

function nextRuns({ pausedAt }: Deployment, cron: CronDefinition, now: number): number[] {
  const runs: number[] = [];
  if (pausedAt !== undefined) return runs;
  for (let at = nextDue(cron, now); at !== undefined && runs.length < NEXT_RUNS; at = nextDue(cron, at)) {
    runs.push(at);
  }
  return runs;
}

function past(record: CronRecord | undefined): Pick<CronInfo, "last" | "missed"> {
  if (record?.lastDueAt === undefined) return { missed: record?.missed ?? 0 };
  const { lastDueAt: dueAt, lastStatus, lastEndedAt, started, missed } = record;
  const status = lastStatus ?? (started ? "running" : "waiting");
  return { last: { dueAt, status, ...(lastEndedAt !== undefined && { endedAt: lastEndedAt }) }, missed };
}
