import { OpenAPIHono } from "@hono/zod-openapi";
import { secureHeaders } from "hono/secure-headers";
import { ControlError } from "@flora/model";
import { CALLBACK_PATH } from "@flora/protocol/api";
import { storeProblem } from "@flora/storage";
import { guard } from "./access/guard.ts";
import type { Api, ApiEnv, ApiParts } from "./context.ts";
import { problemResponse, toControlError } from "./errors.ts";
import { Strangers } from "./limits/strangers.ts";
import { answerHeaders } from "./middleware/answer-headers.ts";
import { countRequests } from "./middleware/count-requests.ts";
import { clientAddress } from "./middleware/address.ts";
import { jsonBody } from "./middleware/json-body.ts";
import { knockLimit } from "./middleware/knock-limit.ts";
import { rateLimit } from "./middleware/rate-limit.ts";
import { requestId } from "./middleware/request-id.ts";
import { serveDescription } from "./openapi.ts";
import { backupRoutes } from "./routes/backup.ts";
import { accessRoutes } from "./routes/access.ts";
import { auditRoutes } from "./routes/audit.ts";
import { authRoutes } from "./routes/auth.ts";
import { cronRoutes } from "./routes/crons.ts";
import { deploymentRoutes } from "./routes/deployment.ts";
import { deploymentsRoutes } from "./routes/deployments.ts";
import { deviceRoutes } from "./routes/device.ts";
import { healthRoutes } from "./routes/health.ts";
import { kvStoreRoutes } from "./routes/kv-stores.ts";
import { kvTransferRoutes } from "./routes/kv-transfer.ts";
import { kvValueRoutes } from "./routes/kv-values.ts";
import { logRoutes } from "./routes/logs.ts";
import { placementRoutes } from "./routes/placement.ts";
import { revisionRoutes } from "./routes/revisions.ts";
import { secretRoutes } from "./routes/secrets.ts";
import { settingRoutes } from "./routes/settings.ts";
import { tokenRoutes } from "./routes/tokens.ts";
import { usageRoutes } from "./routes/usage.ts";
import { webhookRoutes } from "./routes/webhooks.ts";
import { whyRoutes } from "./routes/why.ts";

/** The whole HTTP surface, as one fetch handler. */
export function createApp(parts: ApiParts): Api {
  const api: Api = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const issue = result.error.issues[0]!;
      const field = issue.path.join(".") || result.target;
      throw new ControlError("INVALID_REQUEST", `Cannot read ${result.target}: ${field}: ${issue.message}`, {
        field,
      });
    },
  });
  api.use(countRequests(parts.metrics));
  api.use(requestId);
  api.use(secureHeaders({
    referrerPolicy: "same-origin",
    xFrameOptions: "DENY",
    // Other hosts below the operator's domain are not flora's to speak for.
    strictTransportSecurity: "max-age=15552000",
  }));
  api.use(answerHeaders);
  api.use(clientAddress(parts.trustedProxies, parts.log));
  const knocks = knockLimit();
  for (const path of [CALLBACK_PATH, "/api/auth/device/*"]) api.use(path, knocks);
  const strangers = new Strangers(parts.rates.strangerRequestsPerMinute);
  api.use(guard(parts, strangers));
  api.use(rateLimit(parts.rates));
  api.use("/api/*", jsonBody(parts));
  healthRoutes(api, parts);
  kvStoreRoutes(api, parts);
  kvValueRoutes(api, parts);
  kvTransferRoutes(api, parts);
  authRoutes(api, parts);
  deviceRoutes(api, parts);
  cronRoutes(api, parts);
  deploymentsRoutes(api, parts);
  deploymentRoutes(api, parts);
  revisionRoutes(api, parts);
  logRoutes(api, parts);
  secretRoutes(api, parts);
  tokenRoutes(api, parts);
  accessRoutes(api, parts);
  auditRoutes(api, parts);
  webhookRoutes(api, parts, strangers);
  settingRoutes(api, parts);
  placementRoutes(api, parts);
  backupRoutes(api, parts);
  usageRoutes(api, parts);
  whyRoutes(api, parts);
  serveDescription(api, parts);
  api.notFound((c) =>
    problemResponse(c, new ControlError("NOT_FOUND", `Cannot ${c.req.method} ${c.req.path}: no such page`))
  );
  api.onError((error, c) => {
    const problem = toControlError(error);
    if (problem.code === "INTERNAL" || storeProblem(error)) {
      parts.log.error({ err: error, requestId: c.get("requestId") }, "Cannot answer a request");
    }
    return problemResponse(c, problem);
  });
  return api;
}
