import type { Caller } from "../access/caller.ts";

/** Under what a caller's requests are counted together: each token by itself, each person's browsers as one. */
export function callerKey({ proof, userId }: Caller): string {
  return proof.kind === "token" ? `token:${proof.token.id}` : `person:${userId}`;
}
