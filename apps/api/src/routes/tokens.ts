import { randomBytes } from "node:crypto";
import { createRoute, z } from "@hono/zod-openapi";
import { ControlError } from "@flora/model";
import { TokenCreate, TokenCreated, TokenList } from "@flora/protocol/api";
import type { TokenRecord } from "@flora/storage";
import type { Api, ApiParts } from "../context.ts";
import { newToken, requireOperator } from "../middleware/token.ts";
import { bearer, body, errors, json } from "./parts.ts";

const DAY_MS = 86_400_000;

const create = createRoute({
  method: "post",
  path: "/api/tokens",
  summary: "Make a token; it is shown this once",
  security: bearer,
  request: { body: body(TokenCreate) },
  responses: { 201: json(TokenCreated, "The token"), ...errors("TOO_LARGE") },
});

const list = createRoute({
  method: "get",
  path: "/api/tokens",
  summary: "Every token, without its secret",
  security: bearer,
  responses: { 200: json(TokenList, "Tokens"), ...errors() },
});

const remove = createRoute({
  method: "delete",
  path: "/api/tokens/{id}",
  summary: "Revoke a token at once",
  security: bearer,
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: { 204: { description: "Gone" }, ...errors("NOT_FOUND") },
});

export function tokenRoutes(api: Api, parts: ApiParts): void {
  const { tokens } = parts.storage;

  api.openapi(create, async (c) => {
    requireOperator(c.get("caller"));
    const { name, guildIds, expiresInDays } = c.req.valid("json");
    const { token, hash } = newToken();
    const now = Date.now();
    const record: TokenRecord = {
      id: randomBytes(9).toString("base64url"),
      hash,
      name,
      kind: "api",
      level: guildIds ? "editor" : "operator",
      guildIds,
      createdAt: now,
    };
    if (expiresInDays !== undefined) record.expiresAt = now + expiresInDays * DAY_MS;
    await tokens.put(record);
    return c.json({ token, info: toInfo(record) }, 201);
  });
  api.openapi(list, async (c) => {
    requireOperator(c.get("caller"));
    return c.json({ tokens: (await tokens.list()).map(toInfo) }, 200);
  });
  api.openapi(remove, async (c) => {
    requireOperator(c.get("caller"));
    const { id } = c.req.valid("param");
    if (!await tokens.delete(id)) {
      throw new ControlError("NOT_FOUND", `Cannot revoke token ${id}: there is none`);
    }
    return c.body(null, 204);
  });
}

function toInfo({ hash: _, ...info }: TokenRecord) {
  return info;
}
