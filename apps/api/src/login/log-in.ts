/** @module A person logs in: to Discord and back. */
import type { Context } from "hono";
import { CALLBACK_PATH } from "@flora/protocol/api";
import { record } from "../access/audit.ts";
import type { ApiEnv, ApiParts } from "../context.ts";
import { failurePage } from "../pages/page.ts";
import { beginAttempt, endAttempt } from "./attempt.ts";
import { sealCredentials } from "./credentials.ts";
import { type DiscordLogin, DiscordRefusal } from "./discord.ts";
import { startSession } from "./sessions.ts";

const LOGIN_PATH = "/api/auth/login";

/** The address at which a login begins and after which the browser is at `next`. */
export function loginUrl({ publicUrl }: Pick<ApiParts, "publicUrl">, next: string): string {
  return `${publicUrl()}${LOGIN_PATH}?${new URLSearchParams({ next })}`;
}

/** Why nobody can log in, in words for a person. */
export function loginProblem(
  { login, publicUrl }: Pick<ApiParts, "login" | "publicUrl">,
): string | undefined {
  if (login.missing.length > 0) {
    return `Nobody can log in through Discord yet: whoever runs this flora has to set ${
      login.missing.join(" and ")
    }.`;
  }
  const { protocol, hostname } = new URL(publicUrl());
  if (protocol === "https:" || isLoopback(hostname)) return undefined;
  return `Nobody can log in at ${publicUrl()}: whoever runs this flora has to give it an https address (FLORA_PUBLIC_URL).`;
}

/** Sends the browser to Discord. */
export async function beginLogin(c: Context<ApiEnv>, parts: ApiParts, next: string): Promise<Response> {
  const problem = loginProblem(parts);
  const { discord } = parts.login;
  if (problem !== undefined || !discord) return await failurePage(c, { status: 503, message: problem ?? "" });
  const { host, hostname } = new URL(parts.publicUrl());
  // On this machine a browser may have come by another name, under which the cookie would be lost.
  if (isLoopback(hostname) && c.req.header("host") !== host) return c.redirect(loginUrl(parts, next), 302);
  const { state, verifier } = beginAttempt(c, parts, next);
  return c.redirect(await discord.authorizeUrl(callbackUrl(parts), state, verifier), 302);
}

/** Takes the browser back from Discord and logs the person in. */
export async function finishLogin(c: Context<ApiEnv>, parts: ApiParts): Promise<Response> {
  const { login: { discord }, log, now } = parts;
  const attempt = endAttempt(c, parts);
  if (!attempt || !discord) {
    const message = "This login was not begun in this browser, or more than ten minutes ago.";
    return await failurePage(c, { status: 400, message, retry: loginUrl(parts, "/account") });
  }
  const retry = loginUrl(parts, attempt.next);
  try {
    const { state, verifier } = attempt;
    const options = { state, verifier, redirectUri: callbackUrl(parts), now: now() };
    await logIn(c, parts, discord, await discord.exchange(new URL(c.req.url), options));
    return c.redirect(parts.publicUrl() + attempt.next, 302);
  } catch (error) {
    log.warn({ err: error, requestId: c.get("requestId") }, "A login failed");
    return error instanceof DiscordRefusal
      ? await failurePage(c, { status: 400, message: "Discord did not confirm who you are.", retry })
      : await failurePage(c, { status: 503, message: "Discord does not answer as it should.", retry });
  }
}

async function logIn(
  c: Context<ApiEnv>,
  parts: ApiParts,
  discord: DiscordLogin,
  credentials: Awaited<ReturnType<DiscordLogin["exchange"]>>,
): Promise<void> {
  const { storage, sealer, now } = parts;
  const identity = await discord.me(credentials);
  const guilds = await discord.guilds(credentials);
  const { userId, name } = identity;
  const sealed = sealCredentials(sealer, userId, credentials);
  // In this order: who has no session may be forgotten at any moment.
  await startSession(c, parts, userId);
  await storage.people.put({ ...identity, guilds, checkedAt: now(), sealed });
  await record(parts, {
    at: now(),
    actor: { kind: "person", id: userId, name: `@${name}` },
    action: "login.start",
    address: c.get("address"),
    requestId: c.get("requestId"),
    outcome: "done",
  });
}

const callbackUrl = ({ publicUrl }: ApiParts) => publicUrl() + CALLBACK_PATH;

const isLoopback = (hostname: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
