/** @module A command line logs in (RFC 8628): it shows a code, a person says in a browser that it is theirs. */
import { randomInt } from "node:crypto";
import { ControlError, type UserId } from "@flora/model";
import type { DeviceAuthorization, DeviceToken, OAuthError } from "@flora/protocol/api";
import type { TokenRecord } from "@flora/storage";
import { hashToken, newSecret, newToken, newTokenId } from "../access/proofs.ts";
import type { ApiParts } from "../context.ts";

/** Without vowels and what is mistaken for something else: no words come about, nothing is misread. */
const ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
const CODE_LENGTH = 8;
const WAIT_MS = 600_000;
const INTERVAL_S = 5;
const MOST = { all: 10_000, perAddress: 20 };
const LOGIN_MS = 90 * 86_400_000;
const LOGINS_PER_PERSON = 20;

/** A command line begins to wait. Throws RATE_LIMITED where too many wait already. */
export async function beginDevice(
  { storage, publicUrl, now }: ApiParts,
  { name, address }: { name: string; address: string },
): Promise<DeviceAuthorization> {
  const deviceCode = newSecret();
  const userCode = newUserCode();
  const createdAt = now();
  const added = await storage.deviceLogins.add({
    hash: hashToken(deviceCode),
    userCode,
    name,
    address,
    createdAt,
    expiresAt: createdAt + WAIT_MS,
  }, MOST);
  if (!added) {
    throw new ControlError(
      "RATE_LIMITED",
      "Cannot begin a login: too many wait to be allowed, try again later",
      {
        retryAfterMs: 60_000,
      },
    );
  }
  return {
    device_code: deviceCode,
    user_code: userCode,
    verification_uri: `${publicUrl()}/device`,
    verification_uri_complete: `${publicUrl()}/device?${new URLSearchParams({ user_code: userCode })}`,
    expires_in: WAIT_MS / 1000,
    interval: INTERVAL_S,
  };
}

/** How things stand; the token where a person has allowed it. */
export async function pollDevice(parts: ApiParts, deviceCode: string): Promise<DeviceToken | OAuthError> {
  const poll = await parts.storage.deviceLogins.poll(hashToken(deviceCode));
  if (poll.status === "approved") {
    const access_token = await makeLogin(parts, poll.userId, poll.name);
    return { access_token, token_type: "bearer", expires_in: LOGIN_MS / 1000 };
  }
  return {
    pending: oauthError("authorization_pending", "Nobody has allowed or denied it yet"),
    "slow-down": oauthError("slow_down", "Ask less often"),
    denied: oauthError("access_denied", "It was denied in the browser"),
    unknown: oauthError("expired_token", "The code is unknown, used or more than ten minutes old"),
  }[poll.status];
}

export function oauthError(error: OAuthError["error"], error_description: string): OAuthError {
  return { error, error_description };
}

/** What a person typed, as it is stored: case, spaces and the dash do not matter. */
export function normalizeUserCode(typed: string): string {
  const letters = typed.toUpperCase().replaceAll(/[^A-Z]/g, "").slice(0, CODE_LENGTH);
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

function newUserCode(): string {
  return normalizeUserCode(
    Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(""),
  );
}

/** A token that is its person wherever it is used; of many, the oldest ends. */
async function makeLogin(
  { storage: { tokens }, now }: ApiParts,
  maker: UserId,
  name: string,
): Promise<string> {
  const { token, hash } = newToken();
  const createdAt = now();
  const record: TokenRecord = {
    id: newTokenId(),
    hash,
    name,
    kind: "login",
    level: "operator",
    maker,
    createdAt,
    expiresAt: createdAt + LOGIN_MS,
  };
  const before = (await tokens.listOf(maker)).filter(({ kind }) => kind === "login");
  for (const { id } of before.slice(0, Math.max(0, before.length - LOGINS_PER_PERSON + 1))) {
    await tokens.delete(id);
  }
  await tokens.put(record);
  return token;
}
