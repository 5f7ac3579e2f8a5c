import type { Setting } from "./settings.ts";

const LONGEST = 80;

/** A value as an error message shows it: quoted, cut short, and masked where it is a secret. */
export function showValue({ secret }: Pick<Setting, "secret">, value: unknown): string {
  if (secret) {
    return typeof value === "string" ? `hidden (${value.length} characters)` : `hidden (a ${typeof value})`;
  }
  // A password that should have been escaped may hold any character.
  const text = JSON.stringify(value).replace(/(\w+:\/\/).*@/g, "$1[hidden]@");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
