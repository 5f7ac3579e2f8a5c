import { createMiddleware } from "hono/factory";
import type { ApiEnv } from "../context.ts";

/** What every answer says that does not say otherwise: it is no page, and nobody keeps it. */
const defaults = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
};

export const answerHeaders = createMiddleware<ApiEnv>(async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(defaults)) {
    if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  }
});
