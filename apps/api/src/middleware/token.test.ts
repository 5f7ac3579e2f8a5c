import assert from "node:assert/strict";
import { Bench, HOME } from "../testing/bench.ts";

/** Every route that must not answer without a token. */
const guarded = [
  ["GET", "/api/whoami"],
  ["GET", "/api/guilds"],
  ["GET", "/api/deployments"],
  ["GET", `/api/guilds/${HOME}/deployment`],
  ["DELETE", `/api/guilds/${HOME}/deployment`],
  ["GET", `/api/guilds/${HOME}/deployments`],
  ["POST", `/api/guilds/${HOME}/deployments`],
  ["GET", `/api/guilds/${HOME}/logs`],
  ["GET", `/api/guilds/${HOME}/logs/stream`],
  ["GET", `/api/guilds/${HOME}/secrets`],
  ["PUT", `/api/guilds/${HOME}/secrets/KEY`],
  ["DELETE", `/api/guilds/${HOME}/secrets/KEY`],
  ["GET", "/api/tokens"],
  ["POST", "/api/tokens"],
  ["DELETE", "/api/tokens/x"],
] as const;

Deno.test("requireToken() guards every route but health and the API's description", async () => {
  await using bench = await Bench.open();
  const open = new Set(["/api/health", "/api/openapi.json"]);
  const described: Record<string, Record<string, unknown>> =
    (await bench.read(200, "GET", "/api/openapi.json")).paths;
  const routes = Object.entries(described).flatMap(([path, methods]) =>
    open.has(path) ? [] : Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)
  );
  const example = (path: string) =>
    path.replace(HOME, "{guildId}").replace(/KEY$/, "{name}").replace(/tokens\/x$/, "tokens/{id}");
  assert.deepEqual(guarded.map(([method, path]) => `${method} ${example(path)}`).sort(), routes.sort());
  for (const [method, path] of guarded) {
    const response = await bench.send(method, path, { token: null });
    assert.equal(response.headers.get("www-authenticate"), "Bearer");
    assert.deepEqual([response.status, (await response.json()).code], [401, "UNAUTHORIZED"], path);
  }
});

Deno.test("requireToken() refuses what is unknown, malformed or expired, and says which", async () => {
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
