import { createMiddleware } from "hono/factory";
import { ControlError } from "@flora/model";
import type { ApiEnv, ApiParts } from "../context.ts";
import { problemResponse } from "../errors.ts";
import { callerKey } from "../limits/caller-key.ts";
import { Rate } from "../limits/rate.ts";

/** What bundles a project or starts an isolate. */
const DEPLOYS = /^\/api\/guilds\/[^/]+\/(deployments|validate|deployment\/(rollback|resume)|crons\/run)$/;

/**
 * Counts the requests of whoever the guard has found out, and tells them in every answer what is left (RateLimit header
 * fields). Those of nobody the guard has counted.
 */
export function rateLimit({ requestsPerMinute, deploysPerMinute }: ApiParts["rates"]) {
  const budgets = [
    { name: "requests", applies: () => true, rate: new Rate(requestsPerMinute) },
    {
      name: "deploys",
      applies: (method: string, path: string) => method === "POST" && DEPLOYS.test(path),
      rate: new Rate(deploysPerMinute),
    },
  ].filter(({ rate }) => rate.perMinute > 0);
  return createMiddleware<ApiEnv>(async (c, next) => {
    const caller = c.get("caller");
    if (!caller) return await next();
    const key = callerKey(caller);
    const mine = budgets.filter(({ applies }) => applies(c.req.method, c.req.path));
    const taken = mine.map(({ name, rate }) => ({ name, perMinute: rate.perMinute, ...rate.take(key) }));
    const over = taken.find(({ waitMs }) => waitMs > 0);
    if (over) {
      const detail =
        `Cannot ${c.req.method} ${c.req.path}: more than ${over.perMinute} ${over.name} per minute`;
      c.res = problemResponse(c, new ControlError("RATE_LIMITED", detail, { retryAfterMs: over.waitMs }));
    } else await next();
    if (taken.length === 0) return;
    const { headers } = c.res;
    headers.set(
      "ratelimit-policy",
      taken.map(({ name, perMinute }) => `"${name}";q=${perMinute};w=60`).join(", "),
    );
    headers.set(
      "ratelimit",
      taken.map(({ name, remaining, resetSeconds }) => `"${name}";r=${remaining};t=${resetSeconds}`).join(
        ", ",
      ),
    );
  });
}
