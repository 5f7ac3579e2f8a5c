import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { StorageError } from "@flora/storage";
import { Bench, HOME } from "./testing/bench.ts";

Deno.test("createApp() answers problem details, with the id of the request, to whatever it does not know", async () => {
  await using bench = await Bench.open();
  const response = await bench.send("GET", "/api/nothing");
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  const problem = await response.json();
  assert.equal(problem.requestId, response.headers.get("x-request-id"));
  assert.deepEqual([response.status, problem.code, problem.detail], [
    404,
    "NOT_FOUND",
    "Cannot GET /api/nothing: no such page",
  ]);
  assert.equal((await bench.refusal(400, "GET", "/api/guilds/1/deployment")).field, "guildId");
  const { field, detail } = await bench.refusal(400, "GET", "/api/guilds/..%2f..%2fetc/deployment");
  assert.deepEqual([field, detail], [
    "guildId",
    "Cannot read param: guildId: must be a Discord id: 17 to 20 digits",
  ]);
});

Deno.test("createApp() keeps what broke inside of it to its own log", async () => {
  await using bench = await Bench.open();
  bench.storage.deployments.current = () => Promise.reject(new Error("disk is on fire"));
  const problem = await bench.refusal(500, "GET", `/api/guilds/${HOME}/deployment`);
  assert.doesNotMatch(JSON.stringify(problem), /fire/);
  assert.match(bench.logs.join(""), new RegExp(`disk is on fire[^]*${problem.requestId}`));
});

Deno.test("createApp() keeps what broke inside of the gateway to its own log", async () => {
  await using bench = await Bench.open();
  bench.gateway.refuses = "INTERNAL";
  const { detail, requestId } = await bench.refusal(500, "GET", "/api/admin/guilds");
  assert.equal(detail, "Cannot answer: internal error");
  assert.match(bench.logs.join(""), new RegExp(`ControlError[^]*${requestId}`));
});

Deno.test("createApp() asks to come again while the store is busy, and tells the operator why", async () => {
  await using bench = await Bench.open();
  for (const error of [new Error("database is locked"), new StorageError("Cannot reach the store: gone")]) {
    bench.storage.webhooks.find = () => Promise.reject(error);
    const path = `/hooks/${HOME}/ci/token`;
    const response = await bench.send("POST", path, { token: null });
    assert.deepEqual([response.status, response.headers.get("retry-after")], [503, "2"]);
    assert.equal((await response.json()).code, "UNAVAILABLE");
    assert.ok(bench.logs.join("").includes(error.message));
  }
});

Deno.test("/api/openapi.json describes every route in valid OpenAPI 3.1", async () => {
  await using bench = await Bench.open();
  const document = await bench.read(200, "GET", "/api/openapi.json", { token: null });
  assert.equal(document.openapi, "3.1.0");
  const described = new Set<string>(), ids = new Set<string>();
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  ajv.addKeyword("components");
  ajv.addSchema({ $id: "document", components: document.components });
  const compile = (schema: object) =>
    ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"document#/components')));
  for (const [path, methods] of Object.entries<Record<string, Operation>>(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const where = `${method} ${path}`;
      described.add(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`);
      assert.ok(operation.summary, where);
      assert.equal(operation.tags?.length, 1, where);
      ids.add(operation.operationId!);
      assert.deepEqual(
        (operation.parameters ?? []).filter((one) => one.in === "path").map(({ name }) => name),
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
        where,
      );
      assert.ok((operation.parameters ?? []).every((one) => one.in !== "path" || one.required), where);
      const bodies = [operation.requestBody, ...Object.values(operation.responses)];
      for (const body of bodies) {
        for (const { schema } of Object.values(body?.content ?? {})) {
          if (schema) assert.doesNotThrow(() => compile(schema), where);
        }
      }
      for (const response of Object.values(operation.responses)) assert.ok(response.description, where);
    }
  }
  const served = bench.app.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual([...described].sort(), [...new Set(served)].sort());
  assert.equal(ids.size, described.size, "two operations have one id");
  const deploy = document.paths["/api/guilds/{guildId}/deployments"].post;
  assert.deepEqual(Object.keys(deploy.requestBody.content), ["application/json", "multipart/form-data"]);
  assert.deepEqual(Object.keys(deploy.responses), [
    "201",
    "400",
    "401",
    "403",
    "404",
    "408",
    "412",
    "413",
    "422",
    "429",
    "500",
    "503",
  ]);
});

interface Body {
  description?: string;
  content?: Record<string, { schema?: object }>;
}

interface Operation {
  summary?: string;
  tags?: string[];
  operationId?: string;
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: Body;
  responses: Record<string, Body>;
}
