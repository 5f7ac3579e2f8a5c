import { invalidArgument } from "./errors.ts";

const UNIT_MS: Record<string, number> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const WHOLE = /^(?:\s*\d+(?:\.\d+)?\s*[smhdw])+\s*$/;
const PART = /(\d+(?:\.\d+)?)\s*([smhdw])/g;

/** Milliseconds of `"2d"`, `"1h 30m"`, `"1.5h"` or a number of milliseconds; INVALID_ARGUMENT for anything else. */
export function durationMs(duration: string | number): number {
  if (typeof duration === "number" && duration >= 0 && Number.isFinite(duration)) return Math.round(duration);
  const text = typeof duration === "string" ? duration.toLowerCase() : "";
  if (!WHOLE.test(text)) {
    throw invalidArgument(
      "delay",
      `Cannot wait ${JSON.stringify(duration)}: write a duration such as "90s", "1h 30m" or "2d"`,
    );
  }
  let ms = 0;
  for (const [, count, unit] of text.matchAll(PART)) ms += Number(count) * UNIT_MS[unit!]!;
  return Math.round(ms);
}
