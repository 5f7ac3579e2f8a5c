import assert from "node:assert/strict";
import { Bench, HOME } from "../testing/bench.ts";
import { Rate } from "./rate.ts";

Deno.test("Rate refills evenly, tells what is left, and keeps callers apart", () => {
  let now = 0;
  const rate = new Rate(60, () => now);
  for (let left = 59; left >= 0; left--) assert.equal(rate.take("a").remaining, left);
  assert.deepEqual(rate.take("a"), { waitMs: 1_000, remaining: 0, resetSeconds: 60 });
  assert.equal(rate.take("b").remaining, 59);
  now += 500;
  assert.equal(rate.take("a").waitMs, 500);
  now += 500;
  assert.deepEqual(rate.take("a"), { waitMs: 0, remaining: 0, resetSeconds: 60 });
  now += 10_000;
  assert.equal(rate.take("a").remaining, 9);
  now += 3_600_000;
  assert.equal(rate.take("a").remaining, 59);
});

Deno.test("Rate forgets callers whose budget is whole again", () => {
  let now = 0;
  const rate = new Rate(600, () => now);
  for (let caller = 0; caller < 10_000; caller++) {
    rate.take(`${caller}`);
    now += 1;
  }
  assert.ok(rate.size <= 1_001, String(rate.size));
});

Deno.test("requests are limited per token, with the budget in every answer", async () => {
  await using bench = await Bench.open({ rates: { requestsPerMinute: 3, deploysPerMinute: 1 } });
  const [token, other] = [await bench.addToken("one"), await bench.addToken("two")];
  const ask = (method: string, path: string, token: string | null) => bench.send(method, path, { token });
  const deployment = `/api/guilds/${HOME}/deployment`;
  const first = await ask("GET", "/api/whoami", token);
  await first.body?.cancel();
  assert.deepEqual([first.headers.get("ratelimit-policy"), first.headers.get("ratelimit")], [
    '"requests";q=3;w=60',
    '"requests";r=2;t=20',
  ]);
  const second = await ask("POST", `${deployment}/rollback`, token);
  assert.equal(second.status, 400);
  assert.equal((await second.json()).code, "INVALID_REQUEST");
  assert.equal(second.headers.get("ratelimit-policy"), '"requests";q=3;w=60, "deploys";q=1;w=60');
  assert.match(second.headers.get("ratelimit")!, /^"requests";r=1;t=\d+, "deploys";r=0;t=60$/);
  const third = await ask("POST", `${deployment}/rollback`, token);
  assert.deepEqual([third.status, third.headers.get("content-type")], [429, "application/problem+json"]);
  assert.ok(Number(third.headers.get("retry-after")) > 50);
  assert.match((await third.json()).detail, /more than 1 deploys per minute/);
  const fourth = await ask("GET", "/api/whoami", token);
  assert.equal((await fourth.json()).code, "RATE_LIMITED");
  for (let count = 0; count < 5; count++) {
    const open = await ask("GET", "/api/health", null);
    assert.deepEqual([open.status, open.headers.get("ratelimit")], [200, null]);
    await open.body?.cancel();
  }
  const theirs = await ask("GET", "/api/whoami", other);
  assert.equal((await theirs.json()).name, "two");
  assert.deepEqual(await bench.storage.audit.read(HOME, { limit: 9 }), []);
});
