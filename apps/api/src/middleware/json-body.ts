import { createMiddleware } from "hono/factory";
import { ControlError } from "@flora/model";
import type { ApiEnv } from "../context.ts";
import { parseJson, readBytes } from "../read-body.ts";

/** A secret of 32 Ki characters, each as an escape of six. */
const LIMIT_BYTES = 256 * 1024;

/**
 * For routes with a JSON body: its size, encoding and syntax are judged before a schema sees it. Left to itself the
 * framework would replace bytes that are no UTF-8, and what is stored would not be what was sent.
 */
export const jsonBody = createMiddleware<ApiEnv>(async (c, next) => {
  if (c.req.method === "POST" || c.req.method === "PUT") {
    const type = c.req.header("content-type") ?? "";
    if (!/^application\/json\s*(;|$)/i.test(type)) {
      throw new ControlError(
        "INVALID_REQUEST",
        `Cannot read body: content type is "${type}", send application/json`,
        { field: "content-type" },
      );
    }
    const bytes = await readBytes(c.req.raw, LIMIT_BYTES);
    parseJson(bytes);
    const { url, method, headers } = c.req.raw;
    c.req.raw = new Request(url, { method, headers, body: bytes });
  }
  await next();
});
