import { createMiddleware } from "hono/factory";
import type { ApiEnv } from "../context.ts";

/** Gives each request an id of our own making, in the answer and in every error. */
export const requestId = createMiddleware<ApiEnv>(async (c, next) => {
  const id = crypto.randomUUID();
  c.set("requestId", id);
  await next();
  c.res.headers.set("x-request-id", id);
});
