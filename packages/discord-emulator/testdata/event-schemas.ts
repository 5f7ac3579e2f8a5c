import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { createGenerator } from "ts-json-schema-generator";
import type { Wire } from "../src/state/types.ts";

const CACHE = fileURLToPath(new URL("../../../.cache/", import.meta.url));

interface Definitions {
  definitions: Record<string, Wire>;
}

/** Judges gateway events by the types of discord-api-types, turned into JSON Schema. */
export interface EventJudge {
  /** Names of the events there is a type for. */
  names: string[];
  /** Problems of one event's `d`. */
  check(t: string, d: unknown): string[];
}

/** Makes the schemas, or reads those made before for the installed version. */
export function openEventJudge(): EventJudge {
  const types = createRequire(import.meta.url).resolve("discord-api-types/v10").replace(/\.m?js$/, ".d.ts");
  const { version } = JSON.parse(readFileSync(join(dirname(types), "package.json"), "utf8")) as {
    version: string;
  };
  const file = `${CACHE}gateway-events-${version}.json`;
  if (!existsSync(file)) {
    mkdirSync(CACHE, { recursive: true });
    const half = `${file}.${crypto.randomUUID()}`;
    writeFileSync(half, JSON.stringify(generate(types)));
    renameSync(half, file);
  }
  const schema = JSON.parse(readFileSync(file, "utf8")) as Definitions;
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ ...schema, $id: "events" });
  const payloads = payloadNames(schema);
  const compiled = new Map<string, ValidateFunction>();
  return {
    names: [...payloads.keys()],
    check: (t, d) => {
      const name = payloads.get(t);
      if (!name) return [`${t}: no such event`];
      let validate = compiled.get(t);
      if (!validate) {
        validate = ajv.compile({ $ref: `events#/definitions/${encodeURIComponent(name)}/properties/d` });
        compiled.set(t, validate);
      }
      if (validate(d)) return [];
      return summary(validate.errors ?? []).map((problem) => `${t}${problem}`);
    },
  };
}

/** Complaints without those inside unions, of which only the fact that no branch fits is kept. */
function summary(errors: ErrorObject[]): string[] {
  const unions = errors.filter(({ keyword }) => keyword === "anyOf").map(({ instancePath }) => instancePath);
  return errors
    .filter(({ keyword, instancePath }) => {
      const inside = unions.some((path) => instancePath.startsWith(path) && instancePath !== path);
      return !inside && (keyword === "anyOf" || !unions.includes(instancePath));
    })
    .map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

/** Event names to the definitions of their payloads. */
function payloadNames(schema: Definitions): Map<string, string> {
  const nameOf = ({ $ref }: Wire) => decodeURIComponent(String($ref).replace("#/definitions/", ""));
  const resolve = (node: Wire): [string, Wire] => {
    let name = nameOf(node), found = schema.definitions[name]!;
    while (typeof found.$ref === "string") {
      [name, found] = [nameOf(found), schema.definitions[nameOf(found)]!];
    }
    return [name, found];
  };
  const names = new Map<string, string>();
  for (const branch of schema.definitions.GatewayDispatchPayload!.anyOf as Wire[]) {
    const [name, payload] = resolve(branch);
    const t = (payload.properties as Record<string, Wire>).t!;
    const value = t.$ref ? resolve(t)[1] : t;
    for (const one of (value.enum as string[] | undefined) ?? [value.const as string]) names.set(one, name);
  }
  return names;
}

function generate(path: string): Definitions {
  const generator = createGenerator({
    path,
    type: "GatewayDispatchPayload",
    skipTypeCheck: true,
    additionalProperties: true,
    jsDoc: "none",
    expose: "all",
    topRef: true,
  });
  const schema = generator.createSchema("GatewayDispatchPayload") as unknown as Definitions;
  for (const [name, definition] of Object.entries(schema.definitions)) {
    const isFlags = /Flags$/.test(name) && ("enum" in definition || "const" in definition);
    if (isFlags) schema.definitions[name] = { type: "integer" };
  }
  return withoutEmptyEnums(schema) as Definitions;
}

function withoutEmptyEnums(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutEmptyEnums);
  if (typeof node !== "object" || node === null) return node;
  const kept = Object.entries(node).filter(([key, value]) =>
    !(key === "enum" && Array.isArray(value) && !value.length)
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutEmptyEnums(value)]));
}
