import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { decodeSegment } from "./rest/match.ts";
import { unknownKeys } from "./unknown-keys.ts";

/** Judges REST requests and responses by Discord's OpenAPI description. */
export interface RequestOracle {
  /** Problems of a request, none when the description accepts it. `path` is below `/api/v10`. */
  check(method: string, path: string, body: unknown, query?: Record<string, string>): string[];
  /** Problems of an answer with this status. */
  checkResponse(method: string, path: string, status: number, body: unknown): string[];
  /** The described path a request belongs to, for instance `/channels/{channel_id}`. */
  find(method: string, path: string): string | null;
}

type Schema = Record<string, unknown>;

interface Operation {
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> };
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

interface Description {
  paths: Record<string, Record<string, Operation> & { parameters?: Operation["parameters"] }>;
  components: { schemas: Record<string, Schema> };
}

/** Where Discord's description is (FLORA_DISCORD_OPENAPI, or beside the project); undefined where it is not at hand, which it says. */
export function findDescription(): string | undefined {
  const file = process.env.FLORA_DISCORD_OPENAPI ??
    fileURLToPath(new URL("../../../../shared/discord-openapi.json", import.meta.url));
  if (existsSync(file)) return file;
  console.log(`skipped: Discord's OpenAPI description is not at ${file} (FLORA_DISCORD_OPENAPI)`);
  return undefined;
}

/** Opens the description. Throws when the file is not there or is no JSON. */
export function openRequestOracle(file: string): RequestOracle {
  const description = JSON.parse(readFileSync(file, "utf8")) as Description;
  const requests = validator(description, "requests", true);
  const responses = validator(description, "responses", false);
  const find = (method: string, path: string) => findPath(description, method, path);
  const operation = (method: string, path: string): Operation | undefined => {
    const found = find(method, path);
    return found ? description.paths[found]?.[method.toLowerCase()] : undefined;
  };
  return {
    find,
    check: (method, path, body, query = {}) => {
      const one = operation(method, path);
      if (!one) return [`${method} ${path}: not described`];
      const { required, schema } = bodyOf(one);
      const problems = queryProblems(requests, one, query);
      if (!schema) {
        if (hasContent(body) && !one.requestBody) problems.push("a body: none is described");
        // One is described for lifting a ban, where Discord takes none from anybody.
      } else if (body === undefined && required && method !== "DELETE") {
        problems.push("no body: one is required");
      } else if (body !== undefined) {
        problems.push(...requests.check(schema, body));
        problems.push(...unknownKeys(body, schema, description.components.schemas));
      }
      return problems;
    },
    checkResponse: (method, path, status, body) => {
      const one = operation(method, path);
      if (!one) return [`${method} ${path}: not described`];
      const described = one.responses[String(status)] ?? one.responses[`${Math.floor(status / 100)}XX`];
      if (!described) return [`status ${status}: described are ${Object.keys(one.responses).join(", ")}`];
      const schema = described.content?.["application/json"]?.schema;
      return schema ? responses.check(schema, body) : [];
    },
  };
}

function bodyOf(operation: Operation): { required: boolean; schema: Schema | undefined } {
  const content = operation.requestBody?.content;
  return {
    required: operation.requestBody?.required === true,
    schema: content?.["application/json"]?.schema,
  };
}

/** Clients send an empty object where there is nothing to say. */
function hasContent(body: unknown): boolean {
  return typeof body === "object" && body !== null ? Object.keys(body).length > 0 : body !== undefined;
}

function queryProblems(judge: Judge, operation: Operation, query: Record<string, string>): string[] {
  const described = (operation.parameters ?? []).filter((one) => one.in === "query");
  const names = new Set(described.map(({ name }) => name));
  const problems = Object.keys(query).filter((name) => !names.has(name))
    .map((name) => `query.${name}: is not described`);
  for (const { name, required, schema } of described) {
    const value = query[name];
    if (value === undefined) {
      if (required) problems.push(`query.${name}: is required`);
      continue;
    }
    const readings = [value, Number(value), value === "true", value === "false" ? false : value, [value]];
    if (readings.every((reading) => judge.check(schema, reading).length > 0)) {
      problems.push(`query.${name}: ${value} does not fit`);
    }
  }
  return problems;
}

/** Finds the described path; fixed segments win over parameters. */
function findPath(description: Description, method: string, path: string): string | null {
  const segments = path.split("?")[0]!.split("/").map(decodeSegment);
  let best: string | null = null, bestScore = -1;
  for (const [pattern, operations] of Object.entries(description.paths)) {
    if (!(method.toLowerCase() in operations)) continue;
    const parts = pattern.split("/");
    if (parts.length !== segments.length) continue;
    if (!parts.every((part, index) => part.startsWith("{") || part === segments[index])) continue;
    const score = parts.filter((part) => !part.startsWith("{")).length;
    if (score > bestScore) [best, bestScore] = [pattern, score];
  }
  return best;
}

/** Checks values against schemas of the description, compiled when first needed. */
interface Judge {
  check(schema: Schema, value: unknown): string[];
}

function validator(description: Description, id: string, lenient: boolean): Judge {
  const ajv = new Ajv2020({ strict: false, allErrors: true, discriminator: false });
  addFormats.default(ajv);
  ajv.addFormat("snowflake", /^(0|[1-9][0-9]*)$/);
  ajv.addFormat("nonce", true);
  const components = { schemas: rewrite(description.components.schemas, description, lenient) };
  ajv.addSchema({ $id: id, components });
  const compiled = new WeakMap<Schema, ValidateFunction>();
  return {
    check: (schema, value) => {
      let validate = compiled.get(schema);
      if (!validate) {
        const own = absolute(rewrite(schema, description, lenient), id) as Schema;
        validate = ajv.compile(own);
        compiled.set(schema, validate);
      }
      return validate(value) ? [] : explain(validate.errors ?? []);
    },
  };
}

/** The deepest complaints say most: those of branches that were not meant are shallow. */
function explain(errors: ErrorObject[]): string[] {
  const plain = errors.filter(({ keyword }) => !["if", "oneOf", "anyOf"].includes(keyword));
  const shown = plain.length ? plain : errors;
  const texts = shown.map(({ instancePath, message, params }) => {
    const detail = "allowedValues" in params ? ` (${(params.allowedValues as unknown[]).join(", ")})` : "";
    return `${instancePath || "/"}: ${message}${detail}`;
  });
  return [...new Set(texts)].slice(0, 20);
}

/**
 * Prepares schemas: unions of typed objects choose by `type`, so that complaints are about the meant
 * branch; in requests integers may also be digits in a string, as every client sends bit fields.
 */
function rewrite(node: unknown, description: Description, lenient: boolean): unknown {
  if (Array.isArray(node)) return node.map((one) => rewrite(one, description, lenient));
  if (typeof node !== "object" || node === null) return node;
  const copy: Schema = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === "enum" && Array.isArray(value) && value.length === 0) continue;
    if (key === "discriminator" || key === "contentEncoding" || key === "x-discord-union") continue;
    copy[key] = rewrite(value, description, lenient);
  }
  for (const key of ["oneOf", "anyOf"] as const) {
    const branches = (node as Schema)[key];
    if (!Array.isArray(branches)) continue;
    const dispatch = byType(branches as Schema[], description, copy[key] as Schema[]);
    delete copy[key];
    Object.assign(copy, dispatch ?? { anyOf: rewrite(branches, description, lenient) });
  }
  return lenient ? lenientInteger(copy) : copy;
}

function lenientInteger(schema: Schema): Schema {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  const plain = !("enum" in schema) && !("const" in schema) && !("allOf" in schema) && !("oneOf" in schema);
  if (!types.includes("integer") || !plain) return schema;
  return { ...schema, type: [...types, "string"], pattern: "^-?\\d+$" };
}

function byType(branches: Schema[], description: Description, rewritten: Schema[]): Schema | null {
  const typed: { type: number; schema: Schema }[] = [];
  let nullable = false;
  for (const [index, branch] of branches.entries()) {
    if (branch.type === "null") {
      nullable = true;
      continue;
    }
    const type = constantType(branch, description);
    if (type === null) return null;
    typed.push({ type, schema: rewritten[index]! });
  }
  const types = typed.map(({ type }) => type);
  if (typed.length < 2 || new Set(types).size !== types.length) return null;
  const chosen = {
    type: "object",
    required: ["type"],
    properties: { type: { enum: types } },
    allOf: typed.map(({ type, schema }) => ({
      if: { type: "object", properties: { type: { const: type } }, required: ["type"] },
      then: schema,
    })),
  };
  return nullable ? { if: { type: "null" }, then: {}, else: chosen } : chosen;
}

function constantType(branch: Schema, description: Description): number | null {
  const name = typeof branch.$ref === "string" ? branch.$ref.split("/").pop()! : null;
  const target = name ? description.components.schemas[name] : branch;
  const type = (target?.properties as Record<string, Schema> | undefined)?.type;
  if (!type) return null;
  if (typeof type.const === "number") return type.const;
  return Array.isArray(type.enum) && type.enum.length === 1 ? type.enum[0] as number : null;
}

/** Makes references lead into the shared schema document. */
function absolute(node: unknown, id: string): unknown {
  if (Array.isArray(node)) return node.map((one) => absolute(one, id));
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === "$ref" && typeof value === "string" ? value.replace(/^#/, `${id}#`) : absolute(value, id),
    ]),
  );
}
