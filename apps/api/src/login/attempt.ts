/** @module A login under way: it lives in a sealed cookie of the browser that began it, and nowhere else. */
import type { Context } from "hono";
import * as oauth from "oauth4webapi";
import { z } from "zod";
import type { ApiEnv, ApiParts } from "../context.ts";
import { dropCookie, readCookie, writeCookie } from "./cookies.ts";

const COOKIE = "flora-login";
const LIFETIME_MS = 600_000;
const AAD = "login";

const Attempt = z.object({
  state: z.string(),
  /** PKCE's. */
  verifier: z.string(),
  /** Path to go to afterwards. */
  next: z.string(),
  expiresAt: z.number(),
});
export type Attempt = z.infer<typeof Attempt>;

/** A new attempt in this browser; one before it is forgotten. */
export function beginAttempt(c: Context<ApiEnv>, parts: ApiParts, next: string): Attempt {
  const attempt = {
    state: oauth.generateRandomState(),
    verifier: oauth.generateRandomCodeVerifier(),
    next,
    expiresAt: parts.now() + LIFETIME_MS,
  };
  const value = parts.sealer.seal(JSON.stringify(attempt), AAD);
  writeCookie(c, parts.publicUrl(), { name: COOKIE, value, lifetimeMs: LIFETIME_MS });
  return attempt;
}

/** The attempt that this browser began; it is over with this, whatever comes of it. */
export function endAttempt(c: Context<ApiEnv>, { sealer, publicUrl, now }: ApiParts): Attempt | undefined {
  const value = readCookie(c, publicUrl(), COOKIE);
  dropCookie(c, publicUrl(), COOKIE);
  if (value === undefined) return undefined;
  try {
    const attempt = Attempt.parse(JSON.parse(sealer.open(value, AAD)));
    return attempt.expiresAt > now() ? attempt : undefined;
  } catch {
    return undefined;
  }
}
