/** @module Who else may do what in a guild. */
import { createRoute } from "@hono/zod-openapi";
import { ControlError, type GuildId, UserId } from "@flora/model";
import { GrantInfo, GrantList, GrantPut } from "@flora/protocol/api";
import type { GrantRecord } from "@flora/storage";
import type { Caller } from "../access/caller.ts";
import type { Api, ApiParts } from "../context.ts";
import { body, errors, GuildParams, json } from "./parts.ts";

const MOST_GRANTS = 200;
const path = "/api/guilds/{guildId}/access";
const params = GuildParams.extend({ userId: UserId });

const list = createRoute({
  method: "get",
  path,
  summary: "Who was given which role in the guild",
  request: { params: GuildParams },
  responses: { 200: json(GrantList, "Roles that were given"), ...errors() },
});

const grant = createRoute({
  method: "put",
  path: `${path}/{userId}`,
  summary: "Give somebody a role in the guild, in the place of the one they were given before",
  request: { params, body: body(GrantPut) },
  responses: { 200: json(GrantInfo, "Given"), ...errors("TOO_LARGE") },
});

const revoke = createRoute({
  method: "delete",
  path: `${path}/{userId}`,
  summary: "Take back the role that somebody was given",
  request: { params },
  responses: { 204: { description: "Taken back" }, ...errors("NOT_FOUND") },
});

export function accessRoutes(api: Api, { storage: { grants }, now }: ApiParts): void {
  api.openapi(list, async (c) => {
    const { guildId } = c.req.valid("param");
    return c.json({ grants: (await grants.list(guildId)).map(toInfo) }, 200);
  });
  api.openapi(grant, async (c) => {
    const { guildId, userId } = c.req.valid("param");
    const { role } = c.req.valid("json");
    const caller = c.get("caller");
    const known = await grants.find(guildId, userId);
    if (role === "admin" || known?.role === "admin") requireManager(caller, guildId);
    const record: GrantRecord = { guildId, userId, role, grantedBy: caller.name, grantedAt: now() };
    if (!await grants.put(record, MOST_GRANTS)) {
      throw new ControlError(
        "TOO_LARGE",
        `Cannot give ${userId} a role: ${MOST_GRANTS} people have one already`,
      );
    }
    c.set("auditDetails", { role, ...(known && { before: known.role }) });
    return c.json(toInfo(record), 200);
  });
  api.openapi(revoke, async (c) => {
    const { guildId, userId } = c.req.valid("param");
    const known = await grants.find(guildId, userId);
    if (!known) throw new ControlError("NOT_FOUND", `Cannot take back the role of ${userId}: there is none`);
    if (known.role === "admin" && c.get("caller").userId !== userId) requireManager(c.get("caller"), guildId);
    await grants.delete(guildId, userId);
    c.set("auditDetails", { before: known.role });
    return c.body(null, 204);
  });
}

/** Admins who were made so by somebody make no further ones: whoever manages the guild on Discord stays in control. */
function requireManager(caller: Caller, guildId: GuildId): void {
  if (caller.operator || caller.managesByDiscord(guildId)) return;
  throw new ControlError(
    "FORBIDDEN",
    "Cannot give or take the role admin: it takes somebody who manages the server on Discord",
  );
}

function toInfo({ guildId: _, ...info }: GrantRecord): GrantInfo {
  return info;
}
