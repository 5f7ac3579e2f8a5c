import type { Context } from "hono";
import type { SSEStreamingApi } from "hono/streaming";
import { ControlError, type GuildId } from "@flora/model";
import type { LogQuery } from "@flora/storage";
import { authenticate } from "../access/authenticate.ts";
import { mayIn } from "../access/caller.ts";
import type { ApiEnv, ApiParts } from "../context.ts";

/** Held while a reader takes them, each up to a few KiB. */
const PAGE = 100;
const KEEP_ALIVE_MS = 15_000;

export interface Following {
  guildId: GuildId;
  /** The seq after which it begins. */
  from: number;
  query: Pick<LogQuery, "minLevel" | "dispatchId">;
}

/** Writes lines as they come, until the reader goes, may read no longer, or the API stops. */
export async function followLog(
  parts: ApiParts,
  c: Context<ApiEnv>,
  stream: SSEStreamingApi,
  { guildId, from, query }: Following,
): Promise<void> {
  const { storage: { logs }, tailIntervalMs, standingIntervalMs, stopping } = parts;
  let seq = from;
  let quietMs = 0, unaskedMs = 0;
  while (!stream.aborted && !stream.closed && !stopping.aborted) {
    const lines = await logs.read(guildId, { ...query, limit: PAGE, afterSeq: seq });
    for (const line of lines) {
      seq = line.seq;
      await stream.writeSSE({ event: "line", id: String(line.seq), data: JSON.stringify(line) });
    }
    quietMs = lines.length > 0 ? 0 : quietMs + tailIntervalMs;
    if (quietMs >= KEEP_ALIVE_MS) {
      await stream.write(": still here\n\n");
      quietMs = 0;
    }
    if (unaskedMs >= standingIntervalMs) {
      if (!await mayStill(parts, c, guildId)) return;
      unaskedMs = 0;
    }
    // There is more.
    if (lines.length === PAGE) continue;
    await stream.sleep(tailIntervalMs);
    unaskedMs += tailIntervalMs;
  }
}

/** A token may have been revoked, a role taken back. */
async function mayStill(parts: ApiParts, c: Context<ApiEnv>, guildId: GuildId): Promise<boolean> {
  try {
    return mayIn(await authenticate(c, parts), guildId, "viewer");
  } catch (error) {
    if (error instanceof ControlError && error.code === "UNAUTHORIZED") return false;
    throw error;
  }
}
