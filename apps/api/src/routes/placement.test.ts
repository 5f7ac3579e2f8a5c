import assert from "node:assert/strict";
import { Bench, HOME } from "../testing/bench.ts";

const routes: [method: string, path: string, json?: unknown][] = [
  ["GET", "/api/admin/workers"],
  ["GET", "/api/admin/guilds"],
  ["GET", "/api/admin/migrations"],
  ["GET", "/api/admin/metrics"],
  ["POST", `/api/admin/guilds/${HOME}/migrate`, { worker: "worker-0" }],
  ["PUT", `/api/admin/guilds/${HOME}/pin`, { worker: null }],
  ["POST", "/api/admin/workers/worker-0/drain", {}],
  ["DELETE", "/api/admin/workers/worker-0/drain"],
];

Deno.test("where guilds run is the operator's alone, their own guild's too", async () => {
  await using bench = await Bench.open();
  const token = await bench.addToken("owner", { guildIds: [HOME] });
  for (const [method, path, json] of routes) {
    assert.match((await bench.refusal(403, method, path, { token, json })).detail, /operator token/);
    await bench.refusal(401, method, path, { token: null, json });
  }
  assert.deepEqual(bench.gateway.calls.filter(({ method }) => method !== "hello"), []);
});

Deno.test("metrics are plain text, as Prometheus reads them", async () => {
  await using bench = await Bench.open();
  const response = await bench.send("GET", "/api/admin/metrics");
  assert.equal(response.headers.get("content-type"), "text/plain; version=0.0.4");
  assert.equal(await response.text(), "flora_workers 1\n");
});
