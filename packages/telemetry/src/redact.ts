/** @module Keeps credentials out of the operator's log, by key and by the shape of Discord's tokens. */

const secretKey = /(?:token|secret|authorization|password|masterkey|cookie)$/i;
export const MASK = "[redacted]";
const MAX_DEPTH = 8;

/** Bot tokens, and the tokens inside interaction and webhook URLs; all made of characters JSON never escapes. */
const tokenShapes: [RegExp, string][] = [
  [/\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g, MASK],
  [/(\/(?:webhooks|interactions)\/\d{17,20}\/)[\w.-]{20,}/g, `$1${MASK}`],
];

/** Masks what looks like one of Discord's tokens anywhere in a text. */
export function redactText(text: string): string {
  let result = text;
  for (const [shape, replacement] of tokenShapes) result = result.replace(shape, replacement);
  return result;
}

/** A copy whose secret-named fields are masked; class instances other than errors are left to their own toJSON. */
export function redactFields(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) return value.map((item) => redactFields(item, depth + 1));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    const hidden = secretKey.test(key) && field !== undefined && field !== null && typeof field !== "boolean";
    copy[key] = hidden ? MASK : redactFields(field, depth + 1);
  }
  return copy;
}
