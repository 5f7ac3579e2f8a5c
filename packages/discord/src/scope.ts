/**
 * @module Proves that a request stays inside its guild and builds its path. Ids of other guilds and ids that do not
 * exist are answered with the same bytes: a script cannot learn which channels exist elsewhere.
 */
import type { GuildId } from "@flora/model";
import type { DiscordRequest, DiscordResponse } from "./contract.ts";
import { isRouteName, type Route, routes } from "./routes.ts";

/** What the holder of the token knows of who owns what. */
export interface GuildCache {
  /** The guild of a channel or thread; undefined for direct messages and for what it does not know. */
  channelGuild(channelId: string): GuildId | undefined;
}

export type Refusal = Extract<DiscordResponse, { ok: false }>;

export type ScopedRequest =
  | { ok: true; route: Route; path: string; channelId?: string }
  | { ok: false; refusal: Refusal };

const SNOWFLAKE = /^\d{17,20}$/;
const TOKEN = /^[\w.~=+-]{1,1024}$/;
const CUSTOM_EMOJI = /^\w{2,32}:\d{17,20}$/;
/** Unicode emoji hold no ASCII, save the digits and signs of keycaps. */
// deno-lint-ignore no-control-regex -- control characters are what must not pass
const UNICODE_EMOJI = /^(?=.*[^\x00-\x7f])[^\x00-\x22\x24-\x29\x2b-\x2f\x3a-\x7f]{1,32}$/u;

/** Judges a request against the guild it claims; never sends anything. */
export function scopeRequest(
  request: DiscordRequest,
  applicationId: string,
  cache: GuildCache,
): ScopedRequest {
  if (!isRouteName(request.route)) return invalid("route", `Cannot call ${request.route}: no such route`);
  const route: Route = routes[request.route];
  const inGuild = (channelId: string) => cache.channelGuild(channelId) === request.guildId;

  const segments: string[] = [];
  for (const segment of route.path.split("/")) {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined) {
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
    if (value === undefined) return invalid(at, `Cannot call ${request.route}: ${name} is missing`);
    if (!isSegment(name, value)) return invalid(at, `Cannot call ${request.route}: ${name} ${rule(name)}`);
    if (name === "channelId" && !inGuild(value)) return foreign(at);
    segments.push(encodeURIComponent(value));
  }

  for (const path of route.bodyChannels ?? []) {
    for (const { at, value } of select(request.body, path.split("."), "body")) {
      if (value === undefined || value === null) continue;
      if (typeof value !== "string" || !SNOWFLAKE.test(value)) {
        return invalid(at, `Cannot call ${request.route}: ${at} ${rule("channelId")}`);
      }
      if (!inGuild(value)) return foreign(at);
    }
  }
  if (request.files?.length && !route.files) {
    return invalid("files", `Cannot call ${request.route}: it takes no files`);
  }
  return { ok: true, route, path: segments.join("/"), channelId: request.params.channelId };
}

/** Whether a value may stand in a path; `.` and `..` never do, an URL parser would walk up on them. */
function isSegment(name: string, value: string): boolean {
  if (name === "emoji") {
    return CUSTOM_EMOJI.test(value) || (value.isWellFormed() && UNICODE_EMOJI.test(value));
  }
  if (name === "interactionToken") return TOKEN.test(value) && !/^\.+$/.test(value);
  return SNOWFLAKE.test(value);
}

function rule(name: string): string {
  if (name === "emoji") return "must be a unicode emoji or name:id of a custom one";
  if (name === "interactionToken") return "is not an interaction token";
  return "must be a Discord id: 17 to 20 digits";
}

/** Every value at a dotted path; `*` walks over an array. */
function* select(value: unknown, keys: string[], at: string): Generator<{ at: string; value: unknown }> {
  const [key, ...rest] = keys;
  if (key === undefined) return yield { at, value };
  if (typeof value !== "object" || value === null) return;
  if (key === "*") {
    if (!Array.isArray(value)) return;
    for (const [index, item] of value.entries()) yield* select(item, rest, `${at}.${index}`);
  } else if (Object.hasOwn(value, key)) {
    yield* select((value as Record<string, unknown>)[key], rest, `${at}.${key}`);
  }
}

function invalid(path: string, message: string): ScopedRequest {
  return { ok: false, refusal: { ok: false, kind: "invalid", message, path } };
}

/** Says nothing of the id it was asked for. */
function foreign(path: string): ScopedRequest {
  return {
    ok: false,
    refusal: {
      ok: false,
      kind: "scope",
      message: "Cannot reach channel: no such channel in this guild",
      path,
    },
  };
}
