/** @module What all routes describe, put together once: as a document for programs and as a page for people. */
import { createRoute, z } from "@hono/zod-openapi";
import { type ControlErrorCode, guildRoles } from "@flora/model";
import { type Rule, rules } from "./access/rules.ts";
import type { Api, ApiParts } from "./context.ts";
import { statuses } from "./errors.ts";
import { docsBody, docsStyle } from "./docs/page.ts";
import { type Description, referenceOf } from "./docs/reference.ts";
import { sectionOf } from "./docs/sections.ts";
import { page } from "./pages/page.ts";
import { errors, htmlPage, json } from "./routes/parts.ts";

type Document = ReturnType<Api["getOpenAPI31Document"]>;
type Operation = NonNullable<NonNullable<Document["paths"]>[string]["get"]>;

const document = createRoute({
  method: "get",
  path: "/api/openapi.json",
  summary: "This description, as OpenAPI 3.1",
  responses: { 200: json(z.looseObject({ openapi: z.string() }), "The document") },
});

const docs = createRoute({
  method: "get",
  path: "/api/docs",
  summary: "This description, as a page",
  responses: { 200: htmlPage("The reference") },
});

/** To be called after every other route is there. */
export function serveDescription(api: Api, { version }: ApiParts): void {
  let known: Document | undefined;
  const described = () => known ??= describeApi(api, version);
  api.openapi(document, (c) => c.json(described() as never, 200));
  api.openapi(docs, async (c) => {
    const body = docsBody(referenceOf(described() as Description));
    return await page(c, { title: "flora API", body, style: docsStyle }) as never;
  });
}

/** Every route with what it takes of its caller and what stands before it can answer. */
export function describeApi(api: Api, version: string): Document {
  api.openAPIRegistry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" });
  api.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "flora-session",
    description: "Called `__Host-flora-session` where flora is reached over https",
  });
  const document = api.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "flora", version } });
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(operations) as [string, Operation][]) {
      const rule = rules[`${method.toUpperCase()} ${path}`];
      const section = sectionOf(path);
      operation.operationId = idOf(method, path);
      if (rule) {
        operation.security = securityOf(rule);
        operation["x-flora-needs"] = rule.needs;
      }
      if (section) operation.tags = [section];
      if (rule && !path.startsWith("/hooks/")) complete(operation, rule);
    }
  }
  return withoutFlags(document);
}

/** JSON Schema reads every pattern as Unicode; the generator leaves a regular expression's flags at its end. */
function withoutFlags<T>(document: T): T {
  const text = JSON.stringify(
    document,
    (key, value) =>
      key === "pattern" && typeof value === "string" ? value.replace(/\/[dgimsuvy]+$/, "") : value,
  );
  return JSON.parse(text);
}

const problem = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };

function complete(operation: Operation, rule: Rule): void {
  const { responses = {} } = operation;
  for (const [status, { description, headers }] of Object.entries(errors(...codesOf(operation, rule)))) {
    if (!isPossible(Number(status), operation, rule)) {
      // An open route knows best what it answers.
      if (rule.needs !== "nobody") delete responses[status];
    } else if (!responses[status]) responses[status] = { description, headers, content: problem };
    else {
      Object.assign(responses[status].content ??= {}, problem);
      responses[status].headers ??= headers;
    }
  }
}

/** What stands before a route answers in its place. */
function codesOf({ requestBody }: Operation, { needs }: Rule): ControlErrorCode[] {
  return [
    // A person's roles are Discord's to say, and Discord may be away.
    ...(isRole(needs) ? ["UNAVAILABLE"] as const : []),
    ...(requestBody ? ["REQUEST_TIMEOUT", "TOO_LARGE"] as const : []),
  ];
}

function isPossible(
  status: number,
  { requestBody, parameters = [] }: Operation,
  { needs, change }: Rule,
): boolean {
  if (status === statuses.INVALID_REQUEST) return requestBody !== undefined || parameters.length > 0;
  if (status === statuses.UNAUTHORIZED) return needs !== "nobody";
  // Whoever is somebody may read what anybody may.
  if (status === statuses.FORBIDDEN) {
    return needs !== "nobody" && (needs !== "anybody" || change !== undefined);
  }
  return true;
}

function isRole(needs: Rule["needs"]): boolean {
  return (guildRoles as readonly string[]).includes(needs);
}

/** Any of them is enough. */
function securityOf({ needs, proof }: Rule): Record<string, string[]>[] {
  if (needs === "nobody") return [];
  if (proof !== undefined) return [{ [proof]: [] }];
  return [{ token: [] }, { session: [] }];
}

/** `get /api/guilds/{guildId}/logs` as `getGuildsLogs`. */
function idOf(method: string, path: string): string {
  const words = path.replace(/^\/api\//, "").replaceAll(/\{\w+\}/g, "").split(/\W+/).filter(Boolean);
  const by = /\}$/.test(path) ? ["one"] : [];
  return method + [...words, ...by].map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
}
