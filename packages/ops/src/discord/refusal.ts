import { ScriptError } from "@flora/model";
import type { DiscordResponse } from "@flora/discord";

type Refused = Extract<DiscordResponse, { ok: false }>;

/** Discord's body, or the refusal as an error a script can catch. */
export function bodyOf(response: DiscordResponse, route: string): unknown {
  if (response.ok) return response.body ?? null;
  throw refusal(response, route);
}

/** For ids of other guilds and of nothing alike. */
export function foreignId(route: string): ScriptError {
  return new ScriptError("SCOPE_FORBIDDEN", `Cannot use ${route}: an id is not of this guild`);
}

/**
 * One code per kind. A scope refusal says the same for ids of other guilds and ids of nothing: its message is made
 * here, not where the difference is known.
 */
function refusal(response: Refused, route: string): ScriptError {
  const { message, status, discordCode, fields, retryAfterMs, path } = response;
  const given = {
    ...(status === undefined ? {} : { status }),
    ...(discordCode === undefined ? {} : { discordCode }),
    ...(fields === undefined ? {} : { fields }),
  };
  switch (response.kind) {
    case "scope":
      return foreignId(route);
    case "rate-limited":
      return new ScriptError("DISCORD_RATE_LIMITED", `Cannot use ${route}: ${message}`, {
        retryAfterMs: retryAfterMs ?? 1000,
        ...(status === undefined ? {} : { status }),
      });
    case "discord":
      return new ScriptError("DISCORD_ERROR", `Cannot use ${route}: ${message}`, given);
    case "invalid":
      return new ScriptError("INVALID_ARGUMENT", `Cannot use ${route}: ${message}`, { path: path ?? "" });
    case "network":
      return new ScriptError("DISCORD_ERROR", `Cannot use ${route}: no answer from Discord`);
  }
}
