import assert from "node:assert/strict";
import { Bench, HOME } from "../testing/bench.ts";

Deno.test("health answers without a token what the gateway says", async () => {
  await using bench = await Bench.open();
  assert.deepEqual(await bench.read(200, "GET", "/api/health", { token: null }), {
    status: "ok",
    version: "0.0.0",
    gateway: bench.gateway.status,
  });
});

Deno.test("health is degraded while Discord is away, no worker runs, or the gateway is gone", async () => {
  await using bench = await Bench.open();
  const { status } = bench.gateway;
  bench.gateway.status = { ...status, discord: "reconnecting" };
  assert.equal((await bench.read(503, "GET", "/api/health")).status, "degraded");
  bench.gateway.status = { ...status, workers: [] };
  assert.equal((await bench.read(503, "GET", "/api/health")).status, "degraded");
  await bench.gateway.die();
  assert.deepEqual(await bench.read(503, "GET", "/api/health"), { status: "degraded", version: "0.0.0" });
  await bench.restartGateway();
  assert.equal((await bench.read(200, "GET", "/api/health")).status, "ok");
});

Deno.test("health does not wait for a gateway that hangs", async () => {
  await using bench = await Bench.open();
  bench.gateway.hangs = true;
  assert.deepEqual(await bench.read(503, "GET", "/api/health"), { status: "degraded", version: "0.0.0" });
});

Deno.test("whoami tells whose token it is", async () => {
  await using bench = await Bench.open();
  assert.deepEqual(await bench.read(200, "GET", "/api/whoami"), {
    name: "operator",
    kind: "api",
    operator: true,
    readOnly: false,
  });
  const token = await bench.addToken("owner", { guildIds: [HOME] });
  assert.deepEqual(await bench.read(200, "GET", "/api/whoami", { token }), {
    name: "owner",
    kind: "api",
    operator: false,
    readOnly: false,
    guildIds: [HOME],
    roles: [{ guildId: HOME, role: "editor" }],
  });
  await bench.refusal(401, "GET", "/api/whoami", { token: null });
});
