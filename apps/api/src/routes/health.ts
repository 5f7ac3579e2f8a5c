import { createRoute } from "@hono/zod-openapi";
import { Health, WhoAmI } from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { errors, json } from "./parts.ts";

/** Who asks for health must not wait for a gateway that hangs. */
const PATIENCE_MS = 2_000;

const health = createRoute({
  method: "get",
  path: "/api/health",
  summary: "Whether flora runs, and what the gateway says of Discord",
  responses: {
    200: json(Health, "Running"),
    503: json(Health, "The gateway cannot be reached or Discord is away"),
  },
});

const whoami = createRoute({
  method: "get",
  path: "/api/whoami",
  summary: "Who the token belongs to",
  responses: { 200: json(WhoAmI, "The caller"), ...errors() },
});

export function healthRoutes(api: Api, parts: ApiParts): void {
  api.openapi(health, async (c) => {
    const gateway = await parts.gateway.call("status", {}, PATIENCE_MS).catch(() => undefined);
    const ok = gateway?.discord === "ready" && gateway.workers.length > 0;
    return ok
      ? c.json({ status: "ok" as const, version: parts.version, gateway }, 200)
      : c.json({ status: "degraded" as const, version: parts.version, gateway }, 503);
  });
  api.openapi(whoami, (c) => {
    const { name, userId, proof, operator, readOnly, guildIds, level } = c.get("caller");
    const kind = proof.kind === "token" ? proof.token.kind : "session" as const;
    const expiresAt = proof.kind === "token" ? proof.token.expiresAt : undefined;
    const roles = guildIds?.map((guildId) => ({ guildId, role: level(guildId)! }));
    const ids = guildIds && [...guildIds];
    return c.json({ name, kind, userId, operator, readOnly, guildIds: ids, roles, expiresAt }, 200);
  });
}
