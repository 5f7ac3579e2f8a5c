/** @module Whether a command as Discord has it is the command a script registered; defaults and ids do not count. */
import type { CommandDefinition } from "@flora/model";

/** What Discord adds to a command and a script never sets. */
const ADDED = new Set([
  "id",
  "application_id",
  "guild_id",
  "version",
  "name_localized",
  "description_localized",
  "contexts",
  "integration_types",
  "dm_permission",
  "handler",
  "global_popularity_rank",
]);

/** For each command a `key` (type and name) and a `text` that is equal for two commands that differ in defaults and ids only. */
export function canonicalCommands(commands: readonly CommandDefinition[]): { key: string; text: string }[] {
  return commands.map((command) => ({
    key: `${command.type ?? 1}:${command.name}`,
    text: JSON.stringify(canonical({ type: 1, ...command })),
  }));
}

/** Keys in order, without what equals its default. */
function canonical(value: object): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    if (ADDED.has(key)) continue;
    const item = canonicalValue((value as Record<string, unknown>)[key]);
    if (item !== undefined && !(key === "description" && item === "")) result[key] = item;
  }
  if (result.default_member_permissions !== undefined) {
    result.default_member_permissions = String(result.default_member_permissions);
  }
  return result;
}

/** Absent, null, false and empty are one and the same to Discord, except among the choices of an option. */
function canonicalValue(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.length === 0 ? undefined : value.map((item) => isObject(item) ? canonical(item) : item);
  }
  if (isObject(value)) return Object.keys(value).length === 0 ? undefined : canonical(value);
  return value === null || value === false ? undefined : value;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
