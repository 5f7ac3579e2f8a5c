import { createRoute } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import { ControlError, type GuildId } from "@flora/model";
import { LogEntry, LogFilter, LogPage, LogQuery } from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { callerKey } from "../limits/caller-key.ts";
import { AtOnce } from "../limits/at-once.ts";
import { followLog } from "../logs/follow.ts";
import { errors, GuildParams, json } from "./parts.ts";

/** Tails that one caller may hold open. */
const MOST_TAILS = 8;

const recent = createRoute({
  method: "get",
  path: "/api/guilds/{guildId}/logs",
  summary: "The guild's newest log lines, oldest first",
  request: { params: GuildParams, query: LogQuery },
  responses: { 200: json(LogPage, "Lines"), ...errors("NOT_FOUND") },
});

const tail = createRoute({
  method: "get",
  path: "/api/guilds/{guildId}/logs/stream",
  summary: "New log lines as server-sent events; resumes after Last-Event-ID",
  request: { params: GuildParams, query: LogFilter },
  responses: {
    200: {
      description: "Events `line`, data a log line, id its seq",
      content: { "text/event-stream": { schema: LogEntry } },
    },
    ...errors("RATE_LIMITED"),
  },
});

export function logRoutes(api: Api, parts: ApiParts): void {
  const { logs, deployments } = parts.storage;
  const tails = new AtOnce(MOST_TAILS, "log tails");

  /** An empty log of a guild that never had a script is most likely a wrong id. */
  async function requireDeployed(guildId: GuildId): Promise<void> {
    if ((await deployments.history(guildId, 1)).length > 0) return;
    throw new ControlError(
      "NOT_FOUND",
      `Cannot read the log of guild ${guildId}: nothing was ever deployed to it`,
    );
  }

  api.openapi(recent, async (c) => {
    const { guildId } = c.req.valid("param");
    const { limit, after, cursor, level, dispatch, since, until } = c.req.valid("query");
    const filter = { minLevel: level, dispatchId: dispatch, since, until };
    const beforeSeq = cursor === undefined ? undefined : Number(cursor);
    const backwards = after === undefined;
    const found = await logs.read(guildId, {
      ...filter,
      limit: backwards ? limit + 1 : limit,
      afterSeq: after,
      beforeSeq,
    });
    if (found.length === 0) await requireDeployed(guildId);
    const lines = found.slice(-limit);
    const older = found.length > limit ? { cursor: String(lines[0]!.seq) } : {};
    return c.json({ lines, ...older }, 200);
  });
  api.openapi(tail, async (c) => {
    const { guildId } = c.req.valid("param");
    if (c.req.method === "HEAD") return c.body(null, 200, { "content-type": "text/event-stream" }) as never;
    const leave = tails.enter(callerKey(c.get("caller")));
    try {
      const from = await resumePoint(parts, guildId, c.req.header("last-event-id"));
      const { level, dispatch } = c.req.valid("query");
      return streamSSE(c, async (stream) => {
        try {
          const query = { minLevel: level, dispatchId: dispatch };
          await followLog(parts, c, stream, { guildId, from, query });
        } catch (error) {
          // The framework would tell the reader what broke.
          parts.log.error(
            { guildId, err: error, requestId: c.get("requestId") },
            "Cannot go on with a log tail",
          );
        } finally {
          leave();
        }
      });
    } catch (error) {
      leave();
      throw error;
    }
  });
}

/** Without a usable Last-Event-ID a tail begins with what comes next. */
async function resumePoint(
  parts: ApiParts,
  guildId: GuildId,
  lastEventId: string | undefined,
): Promise<number> {
  if (lastEventId && /^\d{1,15}$/.test(lastEventId)) return Number(lastEventId);
  const newest = await parts.storage.logs.read(guildId, { limit: 1 });
  return newest[0]?.seq ?? 0;
}
