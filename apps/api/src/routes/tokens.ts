import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { ControlError } from "@flora/model";
import { TokenCreate, TokenCreated, type TokenInfo, TokenList } from "@flora/protocol/api";
import type { TokenRecord } from "@flora/storage";
import { makeToken, visibleTokens } from "../access/make-token.ts";
import type { Api, ApiEnv, ApiParts } from "../context.ts";
import { forgetIdle } from "../login/sessions.ts";
import { body, errors, json } from "./parts.ts";

const create = createRoute({
  method: "post",
  path: "/api/tokens",
  summary: "Make a token; it is shown this once",
  request: { body: body(TokenCreate) },
  responses: { 201: json(TokenCreated, "The token"), ...errors("TOO_LARGE") },
});

const list = createRoute({
  method: "get",
  path: "/api/tokens",
  summary: "Your tokens, an operator's list has everybody's; without their secrets",
  responses: { 200: json(TokenList, "Tokens"), ...errors() },
});

const remove = createRoute({
  method: "delete",
  path: "/api/tokens/{id}",
  summary: "Revoke a token at once",
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: { 204: { description: "Gone" }, ...errors("NOT_FOUND") },
});

export function tokenRoutes(api: Api, parts: ApiParts): void {
  const { tokens } = parts.storage;

  api.openapi(create, async (c) => {
    const { token, record } = await makeToken(tokens, c.get("caller"), c.req.valid("json"), parts.now());
    tellAudit(c, record);
    return c.json({ token, info: toInfo(record) }, 201);
  });
  api.openapi(list, async (c) => {
    return c.json({ tokens: (await visibleTokens(tokens, c.get("caller"))).map(toInfo) }, 200);
  });
  api.openapi(remove, async (c) => {
    const { id } = c.req.valid("param");
    const record = (await visibleTokens(tokens, c.get("caller"))).find((token) => token.id === id);
    if (!record || !await tokens.delete(id)) {
      throw new ControlError("NOT_FOUND", `Cannot revoke token ${id}: there is none`);
    }
    await forgetIdle(parts);
    tellAudit(c, record);
    return c.body(null, 204);
  });
}

/** Each guild that a token is for hears of it. */
function tellAudit(c: Context<ApiEnv>, { id, name, level, guildIds }: TokenRecord): void {
  c.set("auditDetails", { token: id, name, role: level });
  if (guildIds) c.set("auditGuildIds", guildIds);
}

function toInfo({ hash: _, level, ...info }: TokenRecord): TokenInfo {
  return { ...info, role: level };
}
