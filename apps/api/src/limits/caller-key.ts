import type { Caller } from "../context.ts";

/** Under what a caller's requests are counted together. */
export function callerKey({ id }: Caller): string {
  return id;
}
