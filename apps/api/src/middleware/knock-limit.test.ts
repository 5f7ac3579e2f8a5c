import assert from "node:assert/strict";
import { LoginBench } from "../testing/login-bench.ts";

Deno.test("knockLimit() bounds how often one address may try to log in, and leaves others alone", async () => {
  await using setup = await LoginBench.open(() => ({ trustedProxies: ["127.0.0.1"] }));
  const { url } = setup.bench;
  const asked = () => setup.discord.requests.since(0).length;
  const knock = async (address: string) => {
    const response = await fetch(`${url}/api/auth/callback?code=x&state=y`, {
      headers: { "x-forwarded-for": address },
    });
    await response.body?.cancel();
    return response;
  };
  let tries = 1;
  let last = await knock("203.0.113.1");
  // The budget refills meanwhile, on a slow machine by some.
  for (; last.status === 400 && tries < 1000; tries++) last = await knock("203.0.113.1");
  assert.equal(last.status, 429);
  assert.ok(tries > 120, `${tries} tries`);
  assert.ok(Number(last.headers.get("retry-after")) >= 1);
  assert.equal((await knock("203.0.113.2")).status, 400);
  assert.equal(asked(), 0, "nothing of this reaches Discord");
});
