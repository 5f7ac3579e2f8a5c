/** @module The schema as a flat list of settings, for reading them and for describing them. */
import { z } from "zod";
import { RawConfig, type SettingMeta } from "./schema.ts";

/** One setting, described in words. */
export interface Setting {
  /** As in a configuration file: `section.name`. */
  path: string;
  env: string;
  description: string;
  /** What it may be, in words. */
  allowed: string;
  /** What it is when nothing sets it; absent when it then has no value. */
  default?: unknown;
  computedDefault?: string;
  secret: boolean;
  /** How text from the environment is read. */
  kind: "text" | "number" | "number-or-text" | "list";
}

interface JsonSchema extends Partial<SettingMeta> {
  type?: string;
  description?: string;
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  anyOf?: JsonSchema[];
  enum?: string[];
  minimum?: number;
  maximum?: number;
}

let settings: Setting[] | undefined;

/** Every setting, in the order of the schema. */
export function describeConfig(): Setting[] {
  return settings ??= flatten(z.toJSONSchema(RawConfig, { io: "input" }) as JsonSchema, []);
}

function flatten(schema: JsonSchema, path: string[]): Setting[] {
  if (schema.properties) {
    return Object.entries(schema.properties).flatMap(([name, child]) => flatten(child, [...path, name]));
  }
  return [{
    path: path.join("."),
    env: schema.env!,
    description: schema.description!,
    allowed: schema.allowed ?? allowedInWords(schema),
    default: schema.default,
    computedDefault: schema.computedDefault,
    secret: schema.secret ?? false,
    kind: kindOf(schema),
  }];
}

function kindOf(schema: JsonSchema): Setting["kind"] {
  if (schema.type === "array") return "list";
  if (schema.type === "integer") return "number";
  return schema.anyOf?.some(({ type }) => type === "integer") ? "number-or-text" : "text";
}

function allowedInWords(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.join(", ");
  return `a whole number from ${schema.minimum} to ${schema.maximum}`;
}
