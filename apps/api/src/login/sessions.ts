/** @module Browsers in which people are logged in. What the cookie holds is stored as a hash only. */
import type { Context } from "hono";
import { ControlError, type UserId } from "@flora/model";
import type { SessionRecord } from "@flora/storage";
import type { Standing } from "../access/standing.ts";
import type { ApiEnv, ApiParts } from "../context.ts";
import { hashToken, newSecret } from "../access/proofs.ts";
import { dropCookie, readCookie, writeCookie } from "./cookies.ts";
import { openCredentials } from "./credentials.ts";

const COOKIE = "flora-session";
const LIFETIME_MS = 7 * 86_400_000;
const SESSIONS_PER_PERSON = 20;

/** Logs a person in. The browser's session before it, whoever's it was, ends: no id survives a login. */
export async function startSession(
  c: Context<ApiEnv>,
  { storage, publicUrl, now }: ApiParts,
  userId: UserId,
): Promise<void> {
  const before = readCookie(c, publicUrl(), COOKIE);
  if (before !== undefined) await storage.sessions.delete(hashToken(before));
  const value = newSecret();
  const createdAt = now();
  const session = { hash: hashToken(value), userId, createdAt, expiresAt: createdAt + LIFETIME_MS };
  await storage.sessions.add(session, SESSIONS_PER_PERSON);
  writeCookie(c, publicUrl(), { name: COOKIE, value, lifetimeMs: LIFETIME_MS });
}

/** The session that the request's cookie names. */
export async function findSession(
  c: Context<ApiEnv>,
  { storage, publicUrl }: ApiParts,
): Promise<SessionRecord | null> {
  const value = readCookie(c, publicUrl(), COOKIE);
  return value === undefined ? null : await storage.sessions.find(hashToken(value));
}

/** The person in the browser, if anybody is logged in there. */
export async function personThere(
  c: Context<ApiEnv>,
  parts: ApiParts,
): Promise<{ userId: UserId; standing: Standing } | undefined> {
  const session = await findSession(c, parts);
  if (!session) return undefined;
  const { userId } = session;
  try {
    return { userId, standing: await parts.standings.of(userId) };
  } catch (error) {
    if (error instanceof ControlError && error.code === "UNAUTHORIZED") return undefined;
    throw error;
  }
}

/** Logs a person out of this browser. */
export async function endSession(c: Context<ApiEnv>, parts: ApiParts, hash: string): Promise<void> {
  await parts.storage.sessions.delete(hash);
  dropCookie(c, parts.publicUrl(), COOKIE);
}

/** Once nothing of flora acts for a person any more, what Discord gave is given back and forgotten. */
export async function forgetIdle(
  { storage, sealer, login, log }: Pick<ApiParts, "storage" | "sealer" | "login" | "log">,
): Promise<void> {
  for (const userId of await storage.people.idle()) {
    const person = await storage.people.find(userId);
    if (!person) continue;
    await storage.people.delete(userId);
    if (!person.sealed || !login.discord) continue;
    try {
      await login.discord.revoke(openCredentials(sealer, person));
    } catch (error) {
      log.warn({ userId, err: error }, "Cannot give a person's access back to Discord");
    }
  }
}
