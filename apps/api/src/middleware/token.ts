import { createHash, randomBytes } from "node:crypto";
import { createMiddleware } from "hono/factory";
import { ControlError, type GuildId } from "@flora/model";
import type { Storage } from "@flora/storage";
import type { ApiEnv } from "../context.ts";

const PREFIX = "flora_";

/** A new bearer token (32 random bytes) and the hash under which it is stored. */
export function newToken(): { token: string; hash: string } {
  const token = PREFIX + randomBytes(32).toString("base64url");
  return { token, hash: hashToken(token) };
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Requires a bearer token that is known and has not expired; its owner becomes `caller`. */
export function requireToken(storage: Storage) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const header = c.req.header("authorization");
    if (!header) {
      throw new ControlError(
        "UNAUTHORIZED",
        "Cannot authenticate: no Authorization header, send `Bearer <token>`",
      );
    }
    const token = /^Bearer +([\w-]{1,200})$/i.exec(header)?.[1];
    const record = token ? await storage.tokens.findByHash(hashToken(token)) : null;
    if (!record) {
      throw new ControlError(
        "UNAUTHORIZED",
        "Cannot authenticate: token is unknown, run `flora login` again",
      );
    }
    if (record.expiresAt !== undefined && record.expiresAt <= Date.now()) {
      throw new ControlError("UNAUTHORIZED", `Cannot authenticate: token "${record.name}" has expired`);
    }
    c.set("caller", { id: record.id, name: record.name, guildIds: record.guildIds });
    await next();
  });
}

/** FORBIDDEN unless the caller may manage the guild. */
export function requireGuild(caller: ApiEnv["Variables"]["caller"], guildId: GuildId): void {
  if (caller.guildIds && !caller.guildIds.includes(guildId)) {
    throw new ControlError(
      "FORBIDDEN",
      `Cannot manage guild ${guildId}: token "${caller.name}" is not for it`,
    );
  }
}

/** FORBIDDEN unless the caller is an operator. */
export function requireOperator(caller: ApiEnv["Variables"]["caller"]): void {
  if (caller.guildIds) throw new ControlError("FORBIDDEN", "Cannot do this: it takes an operator token");
}
