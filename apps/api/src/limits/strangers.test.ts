import assert from "node:assert/strict";
import { emptyManifest } from "@flora/model";
import { rules } from "../access/rules.ts";
import { Bench, HOME } from "../testing/bench.ts";
import { storedRevision } from "../testing/revision.ts";
import { addressKey } from "./strangers.ts";

const trusting = { trustedProxies: ["127.0.0.1"] };

/** Asks from that address; what is left of the answer is its status and how long to wait. */
async function ask({ url }: Bench, method: string, path: string, from: string, token: string | null = null) {
  const headers = new Headers({ "x-forwarded-for": from });
  if (token !== null) headers.set("authorization", `Bearer ${token}`);
  const response = await fetch(url + path, { method, headers, redirect: "manual" });
  await response.body?.cancel();
  return { status: response.status, retryAfter: Number(response.headers.get("retry-after") ?? 0) };
}

Deno.test("addressKey() takes a network of IPv6 for one, however its addresses are written", () => {
  assert.equal(addressKey("2001:db8::7"), addressKey("2001:0DB8:0:0:ffff::1"));
  assert.notEqual(addressKey("2001:db8::7"), addressKey("2001:db8:0:1::7"));
  assert.equal(addressKey("::ffff:203.0.113.9"), addressKey("203.0.113.9"));
  assert.notEqual(addressKey("203.0.113.8"), addressKey("203.0.113.9"));
  assert.equal(addressKey("unknown"), "unknown");
});

Deno.test("who proves nobody is limited by address on every route, and told how long to wait", async () => {
  await using bench = await Bench.open({ ...trusting, rates: { strangerRequestsPerMinute: 1 } });
  for (const [index, name] of Object.keys(rules).entries()) {
    const [method, pattern] = name.split(" ") as [string, string];
    const path = pattern.replaceAll(/\{guildId\}/g, HOME).replaceAll(/\{\w+\}/g, "x");
    const first = await ask(bench, method, path, `203.0.113.${index}`);
    assert.notEqual(first.status, 429, name);
    const second = await ask(bench, method, path, `203.0.113.${index}`);
    assert.equal(second.status, 429, name);
    assert.ok(second.retryAfter > 30 && second.retryAfter <= 60, name);
  }
});

Deno.test("tokens that are none and paths that lead nowhere are counted, those that are good are not", async () => {
  await using bench = await Bench.open({ ...trusting, rates: { strangerRequestsPerMinute: 3 } });
  const from = "203.0.113.1";
  const statuses = async (...asked: [string, string | null][]) => {
    const seen: number[] = [];
    for (const [path, token] of asked) seen.push((await ask(bench, "GET", path, from, token)).status);
    return seen;
  };
  const good: [string, string] = ["/api/whoami", bench.token];
  assert.deepEqual(
    await statuses(good, ["/api/whoami", "flora_wrong"], good, ["/nothing", null], [
      "/api/health",
      bench.token,
    ]),
    [200, 401, 200, 404, 200],
  );
  assert.deepEqual(
    await statuses(["/api/whoami", "flora_wrong"], ["/nothing", bench.token], ["/api/health", null], good),
    [429, 429, 429, 200],
  );
  assert.deepEqual(await bench.storage.audit.read(null, { limit: 9 }), []);
});

Deno.test("who wears out an address with made-up webhooks does not keep real ones from it", async () => {
  await using bench = await Bench.open({ ...trusting, rates: { strangerRequestsPerMinute: 2 } });
  const { deployments, webhooks } = bench.storage;
  const manifest = { ...emptyManifest, webhooks: [{ name: "hook", signature: "none" as const }] };
  await deployments.activate(HOME, await storedRevision(bench.storage, HOME), manifest);
  await webhooks.ensure(HOME, "hook", "the-token", 10);
  const call = (token: string) => ask(bench, "POST", `/hooks/${HOME}/hook/${token}`, "203.0.113.1");
  const seen = [];
  for (const token of ["a", "b", "c", "the-token", "the-token", "the-token"]) {
    seen.push((await call(token)).status);
  }
  assert.deepEqual(seen, [404, 404, 429, 204, 204, 204]);
});

Deno.test("nobody is counted where the operator wants it so", async () => {
  await using bench = await Bench.open();
  for (let count = 0; count < 100; count++) {
    assert.equal((await ask(bench, "GET", "/api/auth", "203.0.113.1")).status, 200);
  }
});
