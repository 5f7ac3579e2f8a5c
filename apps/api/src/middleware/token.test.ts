import assert from "node:assert/strict";
import { Bench, HOME } from "../testing/bench.ts";

const examples: Record<string, string> = { guildId: HOME, name: "KEY", id: "x" };

Deno.test("requireToken() guards every route but health, the API's description and what has a token in its address", async () => {
  await using bench = await Bench.open();
  const { paths } = await bench.read(200, "GET", "/api/openapi.json", { token: null });
  const open = [];
  for (const [path, methods] of Object.entries<object>(paths)) {
    for (const method of Object.keys(methods).map((name) => name.toUpperCase())) {
      const example = path.replace(/\{(\w+)\}/g, (_, name) => examples[name]!);
      const response = await bench.send(method, example, { token: null });
      const { code } = await response.json();
      if (response.status !== 401) open.push(`${method} ${path}`);
      else assert.deepEqual([code, response.headers.get("www-authenticate")], ["UNAUTHORIZED", "Bearer"]);
    }
  }
  assert.deepEqual(open, ["GET /api/health", "POST /hooks/{guildId}/{name}/{token}"]);
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
