import type { Caller } from "../access/caller.ts";

/** Under what a caller's requests are counted together: a person with all they made, or a token that nobody did. */
export function callerKey({ proof, userId }: Caller): string {
  return userId === undefined && proof.kind === "token" ? `token:${proof.token.id}` : `person:${userId}`;
}
