/** @module Which values fit a setting. Pure ECMAScript: scripts judge what they are given as the host judges what is set. */
import type { SettingDefinition, SettingValue } from "./setting.ts";

const MAX_CHARACTERS = 1_000;
const ID = /^\d{17,20}$/;

type Shape = Pick<SettingDefinition, "type" | "choices" | "min" | "max">;

/** Why a value does not fit, as the end of a sentence; undefined where it does. */
export function settingProblem(definition: Shape, value: unknown): string | undefined {
  const { type, choices = [], min, max } = definition;
  switch (type) {
    case "boolean":
      return typeof value === "boolean" ? undefined : "must be true or false";
    case "number":
      if (typeof value !== "number" || !Number.isFinite(value)) return "must be a number";
      return between(value, min ?? -Infinity, max ?? Infinity, "");
    case "string":
      if (typeof value !== "string" || !value.isWellFormed()) return "must be text";
      return between(value.length, min ?? 0, max ?? MAX_CHARACTERS, " characters long");
    case "choice":
      return choices.some((choice) => choice.value === value)
        ? undefined
        : `must be one of ${choices.map((choice) => choice.value).join(", ")}`;
    default:
      return typeof value === "string" && ID.test(value) ? undefined : `must be the id of a ${type}`;
  }
}

function between(value: number, min: number, max: number, unit: string): string | undefined {
  if (value < min) return `must be at least ${min}${unit}`;
  return value > max ? `must be at most ${max}${unit}` : undefined;
}

/** What a script works with: of each setting what was set and still fits, else its default; left out where it has none. */
export function settingValues(
  definitions: readonly SettingDefinition[],
  stored: ReadonlyMap<string, unknown>,
): Record<string, SettingValue> {
  const values: [string, SettingValue][] = [];
  for (const definition of definitions) {
    const set = stored.get(definition.key);
    const fits = set !== undefined && settingProblem(definition, set) === undefined;
    const value = fits ? set as SettingValue : definition.default;
    if (value !== undefined) values.push([definition.key, value]);
  }
  return Object.fromEntries(values);
}
