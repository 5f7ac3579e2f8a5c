import type { Setting } from "./settings.ts";

const LONGEST = 80;

/** A value as an error message shows it: quoted, cut short, and masked where it is a secret. */
export function showValue({ secret }: Pick<Setting, "secret">, value: unknown): string {
  if (secret) {
    return typeof value === "string" ? `hidden (${value.length} characters)` : `hidden (a ${typeof value})`;
  }
  const text = JSON.stringify(value).replace(/(\w+:\/\/[^:@/\s]*):[^@/\s]+@/g, "$1:[hidden]@");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
