import { createRoute } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import { ControlError, type GuildId, type LogLevel } from "@flora/model";
import { LogPage, LogQuery } from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { errors, GuildParams, json } from "./parts.ts";

const TAIL_PAGE = 500;
const KEEP_ALIVE_MS = 15_000;

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
  request: { params: GuildParams, query: LogQuery.pick({ level: true }) },
  responses: {
    200: { description: "Events `line`, data a log line", content: { "text/event-stream": {} } },
    ...errors("NOT_FOUND"),
  },
});

export function logRoutes(api: Api, parts: ApiParts): void {
  const { logs } = parts.storage;

  /** An empty log of a guild that never had a script is most likely a wrong id. */
  async function requireDeployed(guildId: GuildId): Promise<void> {
    const history = await parts.storage.deployments.history(guildId, 1);
    if (history.length === 0) {
      throw new ControlError(
        "NOT_FOUND",
        `Cannot read the log of guild ${guildId}: nothing was ever deployed to it`,
      );
    }
  }

  api.openapi(recent, async (c) => {
    const { guildId } = c.req.valid("param");
    const { limit, after, level } = c.req.valid("query");
    const lines = await logs.read(guildId, { limit, afterSeq: after, minLevel: level });
    if (lines.length === 0) await requireDeployed(guildId);
    return c.json({ lines }, 200);
  });
  api.openapi(tail, async (c) => {
    const { guildId } = c.req.valid("param");
    const { level } = c.req.valid("query");
    const from = await resumePoint(parts, guildId, c.req.header("last-event-id"));
    return streamSSE(c, async (stream) => {
      let seq = from;
      let quietMs = 0;
      while (!stream.aborted && !stream.closed && !parts.stopping.aborted) {
        const lines = await logs.read(guildId, {
          limit: TAIL_PAGE,
          afterSeq: seq,
          minLevel: level as LogLevel,
        });
        for (const line of lines) {
          seq = line.seq;
          await stream.writeSSE({ event: "line", id: String(line.seq), data: JSON.stringify(line) });
        }
        quietMs = lines.length > 0 ? 0 : quietMs + parts.tailIntervalMs;
        if (quietMs >= KEEP_ALIVE_MS) {
          await stream.write(": still here\n\n");
          quietMs = 0;
        }
        await stream.sleep(parts.tailIntervalMs);
      }
    });
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
