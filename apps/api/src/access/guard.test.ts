import assert from "node:assert/strict";
import { type AccessLevel, accessLevels, isEnough } from "@flora/model";
import { Bench, HOME, OTHER } from "../testing/bench.ts";
import { rules } from "./rules.ts";

const examples: Record<string, string> = {
  guildId: HOME,
  name: "KEY",
  id: "x",
  userId: HOME,
  store: "s",
  revisionId: "rev_00000000000000",
  token: "x",
};

/** Every operation of the API's own description, with a path that fits. */
async function operations(bench: Bench): Promise<{ name: string; method: string; path: string }[]> {
  const { paths } = await bench.read(200, "GET", "/api/openapi.json", { token: null });
  return Object.entries<object>(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((key) => {
      const method = key.toUpperCase();
      const example = path.replace(/\{(\w+)\}/g, (_, name) => examples[name] ?? assert.fail(path));
      return { name: `${method} ${path}`, method, path: example };
    })
  );
}

Deno.test("every route of the API has exactly one rule, and every rule a route", async () => {
  await using bench = await Bench.open();
  const described = (await operations(bench)).map(({ name }) => name);
  assert.deepEqual(described.sort(), Object.keys(rules).sort());
  const { paths } = await bench.read(200, "GET", "/api/openapi.json", { token: null });
  for (const [name, { needs, proof }] of Object.entries(rules)) {
    const [method, path] = name.split(" ") as [string, string];
    const operation = paths[path][method.toLowerCase()];
    const security = needs === "nobody" ? [] : proof ? [proof] : ["token", "session"];
    assert.deepEqual(operation.security.flatMap(Object.keys), security, name);
    assert.equal(operation["x-flora-needs"], needs);
  }
});

Deno.test("a rule that changes something says under which word, and reads have none", () => {
  for (const [name, { change, needs, proof }] of Object.entries(rules)) {
    if (name.startsWith("GET ")) assert.equal(change, undefined, name);
    if (change !== undefined) assert.notEqual(needs, "nobody", name);
    if (needs === "operator" && change !== undefined) assert.equal(proof, "token", name);
  }
});

Deno.test("guard() asks everybody who they are but on open routes", async () => {
  await using bench = await Bench.open();
  for (const { name, method, path } of await operations(bench)) {
    const response = await bench.send(method, path, { token: null });
    const text = await response.text();
    if (rules[name]!.needs === "nobody") {
      assert.notEqual(response.status, 401, name);
      continue;
    }
    assert.equal(response.status, 401, name);
    assert.equal(JSON.parse(text).code, "UNAUTHORIZED");
    assert.equal(response.headers.get("www-authenticate"), "Bearer");
  }
});

Deno.test("guard() lets each level do what its rules say and no more, and nobody into another's guild", async () => {
  await using bench = await Bench.open();
  const all = (await operations(bench)).filter(({ name }) => rules[name]!.proof !== "session");
  for (const level of accessLevels) {
    const operator = level === "operator";
    const token = await bench.addToken(level, { level, ...(operator ? {} : { guildIds: [HOME] }) });
    const allowed = async (method: string, path: string) => {
      const response = await bench.send(method, path, { token });
      await response.body?.cancel();
      return response.status !== 403;
    };
    for (const { name, method, path } of all) {
      // What these do is about the token itself.
      if (name.includes("/api/auth/") || name.includes("/api/tokens") || name.includes("/stream")) continue;
      const { needs } = rules[name]!;
      const expected = needs === "nobody" || needs === "anybody" || isEnough(level, needs as AccessLevel);
      assert.equal(await allowed(method, path), expected, `${level}: ${name}`);
      if (operator || !path.includes(HOME) || needs === "nobody") continue;
      assert.equal(await allowed(method, path.replace(HOME, OTHER)), false, `${level}, elsewhere: ${name}`);
    }
  }
});

Deno.test("guard() lets a token that only reads change nothing, whatever its level", async () => {
  await using bench = await Bench.open();
  const token = await bench.addToken("monitor", { level: "operator", readOnly: true });
  for (const { name, method, path } of await operations(bench)) {
    const { change, proof } = rules[name]!;
    if (change === undefined || proof === "session") continue;
    assert.match((await bench.refusal(403, method, path, { token })).detail, /"monitor" only reads/, name);
  }
  await bench.read(200, "GET", "/api/admin/workers", { token });
});

Deno.test("guard() refuses tokens that are unknown, malformed or expired, and says which", async () => {
  await using bench = await Bench.open();
  const refusal = async (authorization: string) => {
    const response = await bench.send("GET", "/api/whoami", { token: null, headers: { authorization } });
    assert.equal(response.status, 401);
    return (await response.json()).detail as string;
  };
  assert.match(await refusal("Bearer flora_no"), /token is unknown/);
  assert.match(await refusal(`Basic ${bench.token}`), /token is unknown/);
  assert.match(await refusal(`Bearer ${"x".repeat(5_000)}`), /token is unknown/);
  const expired = await bench.addToken("old", { expiresAt: Date.now() - 1 });
  assert.match(await refusal(`Bearer ${expired}`), /token "old" has expired/);
  const response = await bench.send("GET", "/api/whoami", {
    token: null,
    headers: { authorization: `bearer ${bench.token}` },
  });
  assert.equal((await response.json()).name, "operator");
});

Deno.test("guard() is not deceived by how a path is written", async () => {
  await using bench = await Bench.open();
  const token = await bench.addToken("viewer", { level: "viewer", guildIds: [HOME] });
  const encoded = [...OTHER].map((digit) => `%3${digit}`).join("");
  for (const id of [encoded, `${HOME}%2f..%2f${OTHER}`, `${HOME}/../${OTHER}`, ` ${OTHER}`, `${OTHER}%00`]) {
    const response = await bench.send("GET", `/api/guilds/${id}/deployments`, { token });
    await response.body?.cancel();
    assert.ok([400, 403, 404].includes(response.status), `${id}: ${response.status}`);
  }
  await bench.read(200, "GET", `/api/guilds/${[...HOME].map((digit) => `%3${digit}`).join("")}/deployments`, {
    token,
  });
  assert.equal((await bench.send("GET", "/api//admin/workers", { token })).status, 404);
});
