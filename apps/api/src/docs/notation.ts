/** @module JSON schemas as people write types, with what the type alone does not say as comments. */

/** What of JSON Schema the API's description uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

const STEP = "  ";

/** A type, such as `{ name: string }`; its lines but the first are indented. */
export function notation(schema: Schema, indent = ""): string {
  if (schema.$ref) return schema.$ref.split("/").at(-1)!;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const union = schema.anyOf ?? schema.oneOf;
  if (union) return union.map((one) => notation(one, indent)).join(" | ");
  if (schema.allOf) return schema.allOf.map((one) => notation(one, indent)).join(" & ");
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => notation({ ...schema, type }, indent)).join(" | ");
  }
  switch (schema.type) {
    case "object":
      return objectOf(schema, indent);
    case "array": {
      const items = notation(schema.items ?? {}, indent);
      return /[|&]/.test(items) && !items.startsWith("{") ? `(${items})[]` : `${items}[]`;
    }
    default:
      return schema.type ?? "unknown";
  }
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema, indent: string): string {
  const inner = indent + STEP;
  const lines = Object.entries(properties).flatMap(([name, schema]) => {
    const note = noteOf(schema);
    const key = /^[\w$]+$/.test(name) ? name : JSON.stringify(name);
    const line = `${inner}${key}${required.includes(name) ? "" : "?"}: ${notation(schema, inner)}`;
    return note === "" ? [line] : [`${inner}/** ${note} */`, line];
  });
  if (typeof additionalProperties === "object") {
    lines.push(`${inner}[name: string]: ${notation(additionalProperties, inner)}`);
  }
  return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${indent}}`;
}

/** What the type does not say: bounds, default, description. */
export function noteOf(schema: Schema): string {
  const { description, minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const parts = [
    range(minimum, maximum, ""),
    range(minLength, maxLength, " characters"),
    range(minItems, maxItems, " items"),
    schema.default === undefined || isEmpty(schema.default)
      ? ""
      : `${JSON.stringify(schema.default)} where absent`,
    description ?? "",
  ];
  return parts.filter((part) => part !== "").join("; ");
}

/** Bounds that only say that a number is one that JSON can hold say nothing. */
function range(least: number | undefined, most: number | undefined, unit: string): string {
  const [min, max] = [least, most].map((bound) =>
    bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? undefined : bound
  );
  if (min !== undefined && max !== undefined) return `${min} to ${max}${unit}`;
  if (max !== undefined) return `at most ${max}${unit}`;
  return min === undefined || min === 0 ? "" : `at least ${min}${unit}`;
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
