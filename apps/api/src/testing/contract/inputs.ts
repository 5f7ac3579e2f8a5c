/** @module Requests made from the API's own schemas: such as fit, and such as are broken in every way. */
import fc from "fast-check";
import type { Schema } from "../../docs/notation.ts";
import type { Operation, Parameter } from "./operations.ts";

export interface Input {
  url: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
}

/** What a schema cannot say: names of things that are there. */
export type Known = Record<string, readonly string[]>;

const junkText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "",
    "..",
    "/",
    "%00",
    "\0",
    "__proto__",
    "constructor",
    "é\u{1f600}",
    "9".repeat(40),
    "x".repeat(3_000),
  ),
);
const junk: fc.Arbitrary<unknown> = fc.oneof(
  junkText,
  fc.constantFrom<unknown>(null, true, -1, 0, 1e300, 0.5, [], {}, [[]], { __proto__x: 1 }, "\ud800"),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Values that fit a schema, as far as it says. */
function fitting(schema: Schema, known: readonly string[] = []): fc.Arbitrary<unknown> {
  if (known.length > 0) return fc.constantFrom(...known);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const union = schema.anyOf ?? schema.oneOf;
  if (union) return fc.oneof(...union.map((one) => fitting(one)));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case "boolean":
      return fc.boolean();
    case "integer":
    case "number":
      return fc.integer({
        min: Math.max(schema.minimum ?? 0, -1e9),
        max: Math.min(schema.maximum ?? 1e6, 1e9),
      });
    case "string":
      return fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 20, 20) });
    case "array":
      return fc.array(fitting(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, 3),
      });
    case "object":
      return objects(schema);
    default:
      return junk;
  }
}

function objects({ properties = {}, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> {
  if (Object.keys(properties).length === 0 && typeof additionalProperties === "object") {
    return fc.dictionary(fc.constantFrom("main.ts", "a", "src/main.ts"), fitting(additionalProperties), {
      maxKeys: 2,
    });
  }
  return fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, fitting(schema)])),
    { requiredKeys: required },
  );
}

/** As they fit, or with one of their parts broken. */
function bodies(schema: Schema): fc.Arbitrary<unknown> {
  const fits = fitting(schema);
  const names = [...Object.keys(schema.properties ?? {}), "__proto__x", "extra"];
  return fc.oneof(
    { weight: 3, arbitrary: fits },
    {
      weight: 3,
      arbitrary: fc.tuple(fits, fc.constantFrom(...names), junk).map(([value, name, broken]) => ({
        ...(value as object),
        [name]: broken,
      })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fits, fc.constantFrom(...names)).map(([value, name]) =>
        Object.fromEntries(Object.entries(Object(value)).filter(([key]) => key !== name))
      ),
    },
    { weight: 1, arbitrary: junk },
  );
}

const brokenBytes = fc.oneof(
  fc.uint8Array({ maxLength: 64 }).map((bytes) => new Uint8Array(bytes)),
  fc.constantFrom("{", "[".repeat(10_000), '{"a":', '{"__proto__":{"a":1}}', "\ufeff{}", "null", ""),
);

function bodyOf(content: Operation["body"]): fc.Arbitrary<{ type?: string; body?: Input["body"] }> {
  const types = Object.entries(content ?? {});
  if (types.length === 0) return fc.constantFrom({}, { type: "application/json", body: "{}" });
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.oneof(
        ...types.map(([type, { schema = {} }]) =>
          bodies(schema).map((value) => ({ type, body: encode(type, value) }))
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...types), brokenBytes).map(([[type], body]) => ({ type, body })),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom({}, { type: "text/plain", body: "x" }, {
        type: "multipart/form-data",
        body: "x",
      }),
    },
  );
}

function encode(type: string, value: unknown): string {
  if (type !== "application/x-www-form-urlencoded") return `${JSON.stringify(value) ?? ""}\n`;
  const entries = Object.entries(Object(value)).slice(0, 20);
  return new URLSearchParams(entries.map(([key, one]) => [key, asText(one).toWellFormed()])).toString();
}

/** Not every object can be made a string of: its `toString` may be anything. */
function asText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function parameter({ name, required, schema }: Parameter, known: Known): fc.Arbitrary<string | undefined> {
  const fits = fitting(schema, known[name]).map(asText);
  return fc.oneof(
    { weight: 8, arbitrary: fits },
    { weight: 1, arbitrary: junkText },
    ...(required ? [] : [{ weight: 6, arbitrary: fc.constant(undefined) }]),
  );
}

/** Requests to an operation, most of them nearly right; guild ids are taken from `known` always. */
export function inputs(operation: Operation, known: Known): fc.Arbitrary<Input> {
  const places = operation.parameters.map((one) =>
    one.name === "guildId" ? fc.constantFrom(...known.guildId!) : parameter(one, known)
  );
  return fc.tuple(fc.tuple(...places), bodyOf(operation.body)).map(([values, { type, body }]) => {
    let url = operation.path;
    const query = new URLSearchParams();
    const headers: Record<string, string> = {};
    operation.parameters.forEach(({ name, in: place }, index) => {
      const value = values[index]?.toWellFormed();
      if (place === "path") url = url.replace(`{${name}}`, encodeURIComponent(value ?? ""));
      else if (value !== undefined && place === "query") query.append(name, value);
      else if (value !== undefined) headers[name] = value.replaceAll(/[^\x20-\x7e]/g, "?").trim();
    });
    if (type !== undefined) headers["content-type"] = type;
    const bodied = operation.method !== "GET" && body !== undefined;
    return { url: query.size > 0 ? `${url}?${query}` : url, headers, ...(bodied && { body }) };
  });
}
