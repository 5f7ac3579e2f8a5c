import assert from "node:assert/strict";
import { withEmulator } from "../../testdata/harness.ts";

Deno.test("RateLimiter answers 429 with headers once a bucket is empty, until its window ends", () => {
  const rateLimits = { "POST /channels/:channel_id/messages": { limit: 2, windowMs: 5_000 } };
  return withEmulator({ rateLimits }, async ({ rest, emulator, generalId, randomId }) => {
    const send = (id: string) => rest("POST", `/channels/${id}/messages`, { content: "x" });
    const first = await send(generalId);
    assert.equal(first.headers.get("x-ratelimit-limit"), "2");
    assert.equal(first.headers.get("x-ratelimit-remaining"), "1");
    assert.match(first.headers.get("x-ratelimit-bucket")!, /^[0-9a-f]{32}$/);
    assert.equal((await send(generalId)).headers.get("x-ratelimit-remaining"), "0");
    const over = await send(generalId);
    assert.equal(over.status, 429);
    assert.equal(over.headers.get("x-ratelimit-scope"), "user");
    assert.ok(Number(over.headers.get("retry-after")) > 0);
    assert.equal(over.body.global, false);
    assert.equal(over.body.retry_after, Number(over.headers.get("retry-after")));
    assert.equal((await send(randomId)).status, 200, "another channel has a bucket of its own");
    emulator.clock.advance(5_000);
    assert.equal((await send(generalId)).status, 200);
  });
});

Deno.test("RateLimiter holds the whole bot to its budget, interaction answers exempt", () =>
  withEmulator({ globalRateLimit: 3 }, async ({ rest, emulator }) => {
    const me = () => rest("GET", "/users/@me");
    const statuses = [(await me()).status, (await me()).status, (await me()).status];
    const over = await me();
    // A slow machine may pass a window's end between two calls; then the budget is fresh.
    if (over.status === 429) {
      assert.deepEqual(statuses, [200, 200, 200]);
      assert.equal(over.headers.get("x-ratelimit-global"), "true");
      assert.equal(over.headers.get("x-ratelimit-scope"), "global");
      assert.equal(over.body.global, true);
    }
    const callback = await rest("POST", "/interactions/100000000000000001/t/callback", { type: 1 });
    assert.equal(callback.status, 404);
    emulator.clock.advance(1_000);
    assert.equal((await me()).status, 200);
  }));

Deno.test("RestFaults hit the named route so many times", () =>
  withEmulator({}, async ({ rest, act }) => {
    await act("POST", "/faults", {
      kind: "rateLimit",
      route: "GET /users/@me",
      times: 2,
      retryAfterMs: 1_500,
      scope: "shared",
    });
    await act("POST", "/faults", { kind: "status", route: "GET /gateway/bot", times: 1, status: 503 });
    const limited = await rest("GET", "/users/@me");
    assert.deepEqual([limited.status, limited.headers.get("retry-after")], [429, "1.500"]);
    assert.equal(limited.headers.get("x-ratelimit-scope"), "shared");
    assert.equal((await rest("GET", "/users/@me")).status, 429);
    assert.equal((await rest("GET", "/users/@me")).status, 200);
    assert.equal((await rest("GET", "/gateway/bot")).status, 503);
    assert.equal((await rest("GET", "/gateway/bot")).status, 200);
    await act("POST", "/faults", { kind: "lostAnswer", route: "PATCH /users/@me", times: null });
    await assert.rejects(rest("PATCH", "/users/@me", { username: "anew" }));
    assert.equal((await rest("GET", "/users/@me")).body.username, "anew");
    await act("POST", "/faults", { kind: "dropConnection", route: "GET /gateway/bot", times: null });
    await assert.rejects(rest("GET", "/gateway/bot"));
    await act("DELETE", "/faults");
    assert.equal((await rest("GET", "/gateway/bot")).status, 200);
    assert.deepEqual(await act("GET", "/faults"), []);
  }));
