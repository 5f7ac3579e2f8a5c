/** @module Proof that a request to a webhook comes from who it says, as those who send them sign. Host's side only. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { SignatureScheme } from "@flora/model";

export interface SignedRequest {
  headers: Headers;
  /** As received. */
  body: Uint8Array;
}

/** A signature that names its time is good for this long, either way. */
export const SIGNATURE_WINDOW_MS = 5 * 60_000;
const MAX_SIGNATURES = 8;

/** `once` names a signature that is good for a while, for whoever sees to it that it is believed only once. */
export type Believed = { problem: string } | { once?: string };

/** Whether a request is believed, and why it is not. `now` is unix milliseconds. */
export function judgeSignature(
  scheme: SignatureScheme,
  secret: string,
  request: SignedRequest,
  now: number,
): Believed {
  if (scheme === "github") return github(secret, request);
  if (scheme === "stripe") return stripe(secret, request, now);
  return {};
}

/** `X-Hub-Signature-256: sha256=<hex>` over the body. */
function github(secret: string, { headers, body }: SignedRequest): Believed {
  const given = headers.get("x-hub-signature-256");
  if (given === null) return { problem: "there is no header X-Hub-Signature-256" };
  return same(given, `sha256=${hmac(secret, body)}`) ? {} : { problem: "the signature does not match" };
}

/** `Stripe-Signature: t=<unix seconds>,v1=<hex>[,v1=…]` over `<t>.<body>`. */
function stripe(secret: string, { headers, body }: SignedRequest, now: number): Believed {
  const given = headers.get("stripe-signature");
  if (given === null) return { problem: "there is no header Stripe-Signature" };
  const parts = given.split(",").map((part) => part.trim().split("=") as [string, string?]);
  const time = parts.find(([key]) => key === "t")?.[1] ?? "";
  const signatures = parts.flatMap(([key, value]) => key === "v1" && value !== undefined ? [value] : []);
  if (!/^\d{1,12}$/.test(time)) return { problem: "the signature has no time" };
  const expected = hmac(secret, `${time}.`, body);
  if (!signatures.slice(0, MAX_SIGNATURES).some((signature) => same(signature, expected))) {
    return { problem: "the signature does not match" };
  }
  return Math.abs(now - Number(time) * 1000) <= SIGNATURE_WINDOW_MS
    ? { once: expected }
    : { problem: "the signature is older than 5 minutes" };
}

function hmac(secret: string, ...parts: (string | Uint8Array)[]): string {
  const digest = createHmac("sha256", secret);
  for (const part of parts) digest.update(part);
  return digest.digest("hex");
}

/** Takes the same time whatever differs, the length included. */
export function same(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
