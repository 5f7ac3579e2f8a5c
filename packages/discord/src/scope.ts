/**
 * @module Proves that a request stays inside its guild and builds its path. Ids of other guilds and ids that do not
 * exist are answered with the same bytes: a script cannot learn what exists elsewhere.
 */
import type { DiscordRequest, DiscordResponse } from "./contract.ts";
import type { GuildCache } from "./guild-cache.ts";
import { valuesAt } from "./places.ts";
import { isRouteName, type OwnedKind, type Route, routes } from "./routes.ts";
import { isSegment, SNOWFLAKE, wording } from "./segments.ts";

export type Refusal = Extract<DiscordResponse, { ok: false }>;

/** An id that must be the guild's, and that the cache alone cannot prove to be. */
export interface Claim {
  kind: OwnedKind;
  id: string;
  /** Where in the request it stands. */
  at: string;
}

export type ScopedRequest =
  | {
    ok: true;
    route: Route;
    /** Holds `{webhookToken}` where the route is authenticated by one. */
    path: string;
    /** Still to be proven before anything is sent. */
    claims: Claim[];
  }
  | { ok: false; refusal: Refusal };

/** What kind of thing a parameter of a path names, where it must be the guild's. */
const PARAM_KINDS: Record<string, OwnedKind> = {
  channelId: "channel",
  threadId: "channel",
  roleId: "role",
  webhookId: "webhook",
  code: "invite",
};
const FILLED_IN_LATER = "webhookToken";

/** Judges a request against the guild it claims; never sends anything. */
export function scopeRequest(
  request: DiscordRequest,
  applicationId: string,
  cache: GuildCache,
): ScopedRequest {
  if (!isRouteName(request.route)) return invalid("route", `Cannot call ${request.route}: no such route`);
  const route: Route = routes[request.route];
  const wrong = (at: string, why: string) => invalid(at, `Cannot call ${request.route}: ${why}`);
  const asked: Claim[] = [];

  const segments: string[] = [];
  for (const segment of route.path.split("/")) {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined || name === FILLED_IN_LATER) {
      segments.push(segment);
      continue;
    }
    const value = name === "guildId"
      ? request.guildId
      : name === "applicationId"
      ? applicationId
      : Object.hasOwn(request.params, name)
      ? request.params[name]
      : undefined;
    const at = `params.${name}`;
    if (value === undefined) return wrong(at, `${name} is missing`);
    if (!isSegment(name, value)) return wrong(at, `${name} ${wording(name)}`);
    const kind = PARAM_KINDS[name];
    if (kind) asked.push({ kind, id: value, at });
    segments.push(encodeURIComponent(value));
  }

  for (const [place, kind] of Object.entries(route.ids ?? {})) {
    for (const { at, value, holder } of valuesAt(request, place)) {
      const claim = readClaim(kind, value, holder, at);
      if (claim === undefined) continue;
      if (claim === "no id") return wrong(at, `${at} ${wording("channelId")}`);
      asked.push(claim);
    }
  }
  if (request.files?.length && !route.files) return wrong("files", "it takes no files");

  const claims: Claim[] = [];
  for (const claim of asked) {
    const known = isOwned(claim, request, cache);
    if (known === undefined) claims.push(claim);
    else if (!known) return { ok: false, refusal: foreign(claim) };
  }
  return { ok: true, route, path: segments.join("/"), claims };
}

/** Says nothing of the id it was asked for. */
export function foreign({ kind, at }: Claim): Refusal {
  return {
    ok: false,
    kind: "scope",
    message: `Cannot reach ${kind}: no such ${kind} in this guild`,
    path: at,
  };
}

/** Undefined where nothing of the guild is named. */
function readClaim(
  kind: OwnedKind | "mentionable",
  value: unknown,
  holder: unknown,
  at: string,
): Claim | "no id" | undefined {
  if (value === undefined || value === null) return undefined;
  if (kind === "mentionable") {
    const { id, type } = value as { id?: unknown; type?: unknown };
    const named = type === "channel" ? "channel" : type === "role" || type === 0 ? "role" : undefined;
    return named && readClaim(named, id, holder, `${at}.id`);
  }
  if (typeof value !== "string") return "no id";
  // In a path an emoji is its own name, or the name and id of a custom one.
  const id = at === "params.emoji" ? /:(\d+)$/.exec(value)?.[1] : value;
  if (id === undefined) return undefined;
  return SNOWFLAKE.test(id) ? { kind, id, at } : "no id";
}

/** Undefined for kinds of things that the cache does not hold. */
function isOwned({ kind, id }: Claim, { guildId }: DiscordRequest, cache: GuildCache): boolean | undefined {
  if (kind === "channel") return cache.channelGuild(id) === guildId;
  if (kind === "role") return cache.guild(guildId)?.roles.has(id) ?? false;
  return undefined;
}

function invalid(path: string, message: string): ScopedRequest {
  return { ok: false, refusal: { ok: false, kind: "invalid", message, path } };
}
