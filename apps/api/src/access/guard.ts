import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { ControlError, GuildId } from "@flora/model";
import type { ApiEnv, ApiParts } from "../context.ts";
import type { Strangers } from "../limits/strangers.ts";
import { recordChange } from "./audit.ts";
import { authenticate } from "./authenticate.ts";
import { type Caller, mayIn } from "./caller.ts";
import { type Rule, rules } from "./rules.ts";
import { requireSameOrigin } from "./same-origin.ts";

const SAFE = /^(GET|HEAD|OPTIONS)$/;

/** Stands before every route: who calls, whether the route's rule lets them, and what they changed. */
export function guard(parts: ApiParts, strangers: Strangers): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const route = matchedRoutes(c).find(({ method }) => method !== "ALL");
    if (!route) {
      strangers.count(c);
      return await next();
    }
    const name = `${route.method} ${route.path.replaceAll(/:(\w+)/g, "{$1}")}`;
    const rule = Object.hasOwn(rules, name) ? rules[name]! : undefined;
    if (!rule) throw new ControlError("FORBIDDEN", `Cannot ${name}: no rule says who may`);
    if (rule.needs === "nobody") {
      if (!rule.judges) strangers.count(c);
      return await next();
    }
    const params = paramsOf(route.path, c.req.path);
    const guildId = params.guildId === undefined ? undefined : parseGuildId(params.guildId);
    const caller = await known(c, parts, strangers);
    c.set("caller", caller);
    requireProof(c, rule, caller, parts);
    const change = rule.change === undefined ? undefined : { action: rule.change, caller, guildId, params };
    try {
      requireLevel(rule, caller, guildId);
    } catch (error) {
      // Whoever has no part in a guild leaves no mark in its log.
      if (change && (!guildId || mayIn(caller, guildId, "viewer"))) await recordChange(c, parts, change, 403);
      throw error;
    }
    await next();
    if (change) await recordChange(c, parts, change, c.res.status);
  };
}

/** Who calls. Throws UNAUTHORIZED without a valid proof, or RATE_LIMITED where that comes too often from one address. */
async function known(c: Context<ApiEnv>, parts: ApiParts, strangers: Strangers): Promise<Caller> {
  try {
    return await authenticate(c, parts);
  } catch (error) {
    if (error instanceof ControlError && error.code === "UNAUTHORIZED") strangers.count(c);
    throw error;
  }
}

function requireProof(c: Context<ApiEnv>, { proof }: Rule, caller: Caller, { publicUrl }: ApiParts): void {
  const { kind } = caller.proof;
  if (kind === "session" && !SAFE.test(c.req.method)) requireSameOrigin(c, publicUrl());
  if (proof === "token" && kind !== "token") {
    throw new ControlError("FORBIDDEN", "Cannot do this with a session: it takes a token");
  }
  if (proof === "session" && kind !== "session") {
    throw new ControlError("FORBIDDEN", "Cannot do this with a token: it takes a person in a browser");
  }
}

function requireLevel({ needs, change }: Rule, caller: Caller, guildId: GuildId | undefined): void {
  if (change !== undefined && caller.readOnly) {
    throw new ControlError("FORBIDDEN", `Cannot change anything: token "${caller.name}" only reads`);
  }
  if (needs === "nobody" || needs === "anybody") return;
  if (needs === "operator" || guildId === undefined) {
    if (caller.operator) return;
    throw new ControlError("FORBIDDEN", "Cannot do this: it takes an operator");
  }
  if (mayIn(caller, guildId, needs)) return;
  if (caller.uncertain !== undefined) {
    throw new ControlError(
      "UNAVAILABLE",
      `Cannot tell what you may in guild ${guildId}: ${caller.uncertain}`,
    );
  }
  const who = caller.proof.kind === "token" ? `token "${caller.name}"` : caller.name;
  const level = caller.level(guildId);
  throw new ControlError(
    "FORBIDDEN",
    level === undefined
      ? `Cannot manage guild ${guildId}: ${who} is not for it`
      : `Cannot do this in guild ${guildId}: it takes the role ${needs}, ${who} has ${level}`,
  );
}

/** What of a path its pattern names. */
function paramsOf(pattern: string, path: string): Record<string, string> {
  const given = path.split("/");
  return Object.fromEntries(
    pattern.split("/").flatMap((part, index) =>
      part.startsWith(":") ? [[part.slice(1), decode(given[index] ?? "")]] : []
    ),
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parseGuildId(text: string): GuildId {
  const parsed = GuildId.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new ControlError(
    "INVALID_REQUEST",
    `Cannot read param: guildId: ${parsed.error.issues[0]!.message}`,
    { field: "guildId" },
  );
}
