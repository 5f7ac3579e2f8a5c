/** @module What callers prove themselves with: random, shown once, stored as a hash. */
import { createHash, randomBytes } from "node:crypto";

const PREFIX = "flora_";

/** 32 random bytes. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** A new bearer token and the hash under which it is stored. */
export function newToken(): { token: string; hash: string } {
  const token = PREFIX + newSecret();
  return { token, hash: hashToken(token) };
}

export function newTokenId(): string {
  return randomBytes(9).toString("base64url");
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
