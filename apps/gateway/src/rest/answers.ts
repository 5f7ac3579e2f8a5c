/** @module What @discordjs/rest answers or throws, as a DiscordResponse without anything secret in it. */
import { DiscordAPIError, HTTPError, RateLimitError, type ResponseLike } from "@discordjs/rest";
import { RESTJSONErrorCodes } from "discord-api-types/v10";
import { type DiscordResponse, PacedOutError } from "@flora/discord";
import { NotRepeatedError } from "./repeats.ts";

type Refusal = Extract<DiscordResponse, { ok: false }>;

export async function readAnswer(response: ResponseLike): Promise<DiscordResponse> {
  const json = response.headers.get("content-type")?.startsWith("application/json");
  if (!json) {
    await response.arrayBuffer();
    return { ok: true, status: response.status, body: null };
  }
  return { ok: true, status: response.status, body: await response.json() };
}

/** Texts are Discord's or flora's own, never the client's: its errors name URLs, which hold interaction tokens. */
export function readFailure(error: unknown): Refusal {
  if (error instanceof PacedOutError) {
    return rateLimited(`${error.message}; try again later`, error.retryAfterMs);
  }
  if (error instanceof RateLimitError) {
    return rateLimited("Cannot send request now: Discord's rate limit is reached", error.retryAfter);
  }
  if (error instanceof DiscordAPIError) {
    const { message, errors } = error.rawError as { message?: string; errors?: unknown };
    return {
      ok: false,
      kind: "discord",
      message: message ?? `Discord answered ${error.status}`,
      status: error.status,
      ...(typeof error.code === "number" ? { discordCode: error.code } : {}),
      ...(errors === undefined ? {} : { fields: errors }),
    };
  }
  if (error instanceof HTTPError) {
    return {
      ok: false,
      kind: "discord",
      message: `Discord answered ${error.status}, several times`,
      status: error.status,
    };
  }
  if (error instanceof NotRepeatedError && error.status !== undefined) {
    return {
      ok: false,
      kind: "discord",
      message: `Discord answered ${error.status}, it may have happened all the same`,
      status: error.status,
    };
  }
  return { ok: false, kind: "network", message: "Cannot reach Discord: no answer" };
}

/** Makes "no such account" read as "no such member": a script must not find out which accounts exist elsewhere. */
export function asStranger(refusal: Refusal): Refusal {
  if (refusal.discordCode !== RESTJSONErrorCodes.UnknownUser) return refusal;
  return { ...refusal, message: "Unknown Member", discordCode: RESTJSONErrorCodes.UnknownMember };
}

function rateLimited(message: string, retryAfterMs: number): Refusal {
  return { ok: false, kind: "rate-limited", message, retryAfterMs: Math.ceil(retryAfterMs) };
}
