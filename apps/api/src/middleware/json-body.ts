import { createMiddleware } from "hono/factory";
import { ControlError } from "@flora/model";
import type { ApiEnv, ApiParts } from "../context.ts";
import { AtOnce } from "../limits/at-once.ts";
import { callerKey } from "../limits/caller-key.ts";
import { parseJson, readBytes } from "../read-body.ts";

/** A secret of 32 Ki characters, each as an escape of six. */
const LIMIT_BYTES = 256 * 1024;
/** A value takes up to six bytes for one, in JSON; one that is allowed to be larger than this comes by import. */
const MOST_VALUE_BYTES = 64 * 1024 * 1024;
/** Values that one caller may be sending. */
const MOST_VALUES = 16;

/** Their handlers read the body themselves: other content, other bounds. */
const OWN_READERS =
  /^\/api\/(auth\/(device\/(code|token)|logout)|guilds\/[^/]+\/(deployments|validate|kv\/[^/]+\/import))$/;
const VALUE = /^\/api\/guilds\/[^/]+\/kv\/[^/]+\/value$/;

/**
 * Before every route with a JSON body: its size, time, encoding, syntax and depth are judged before a schema sees it. Left
 * to itself the framework would replace bytes that are no UTF-8, and what is stored would not be what was sent.
 */
export function jsonBody(
  { limits: { kvValueBytes }, bodyTimeouts }: Pick<ApiParts, "limits" | "bodyTimeouts">,
) {
  const value = {
    limitBytes: Math.min(6 * kvValueBytes + LIMIT_BYTES, MOST_VALUE_BYTES),
    timeoutMs: bodyTimeouts.value,
  };
  const values = new AtOnce(MOST_VALUES, "values");
  const other = { limitBytes: LIMIT_BYTES, timeoutMs: bodyTimeouts.small };
  return createMiddleware<ApiEnv>(async (c, next) => {
    const { url, method, headers, body } = c.req.raw;
    if (!/^(POST|PUT|PATCH)$/.test(method) || body === null || OWN_READERS.test(c.req.path)) {
      return await next();
    }
    const type = c.req.header("content-type") ?? "";
    const bytes = VALUE.test(c.req.path)
      ? await values.run(callerKey(c.get("caller")), () => readBytes(c.req.raw, value))
      : await readBytes(c.req.raw, other);
    if (bytes.byteLength > 0) {
      if (!/^application\/json\s*(;|$)/i.test(type)) {
        throw new ControlError(
          "INVALID_REQUEST",
          `Cannot read body: content type is "${type}", send application/json`,
          { field: "content-type" },
        );
      }
      parseJson(bytes);
    }
    c.req.raw = new Request(url, { method, headers, body: bytes });
    await next();
  });
}
