import { createMiddleware } from "hono/factory";
import { matchedRoutes } from "hono/route";
import type { Metrics } from "@flora/telemetry";
import type { ApiEnv } from "../context.ts";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Counts requests by route, not by address, and by methods there are, so that callers cannot make series. */
export function countRequests(metrics: Metrics) {
  const requests = metrics.histogram({
    name: "http_request_seconds",
    help: "Requests to the API, to the first byte of their answer",
    labels: ["method", "route", "status"],
  });
  return createMiddleware<ApiEnv>(async (c, next) => {
    const end = requests.startTimer();
    await next();
    const route = matchedRoutes(c).findLast(({ path }) => !path.includes("*"))?.path ?? "none";
    const method = METHODS.has(c.req.method) ? c.req.method : "other";
    end({ method, route, status: String(c.res.status) });
  });
}
