import assert from "node:assert/strict";
import { Bench, HOME } from "../testing/bench.ts";

/** What the audit log says of a request that came with this header. */
async function addressOf(trustedProxies: string[], forwarded: string | undefined): Promise<string> {
  await using bench = await Bench.open({ trustedProxies });
  const headers: Record<string, string> = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  const json = { value: "x", allowedHosts: [] };
  await bench.read(204, "PUT", `/api/guilds/${HOME}/secrets/KEY`, { json, headers });
  return (await bench.read(200, "GET", `/api/guilds/${HOME}/audit`)).entries[0].address;
}

Deno.test("clientAddress() believes a proxy only where the operator does, and no client ever", async () => {
  assert.equal(await addressOf([], undefined), "127.0.0.1");
  assert.equal(await addressOf([], "203.0.113.9"), "127.0.0.1");
  assert.equal(await addressOf(["127.0.0.1"], "203.0.113.9"), "203.0.113.9");
  assert.equal(await addressOf(["127.0.0.0/8"], "1.1.1.1, 203.0.113.9"), "203.0.113.9");
  assert.equal(await addressOf(["127.0.0.1", "10.0.0.0/8"], "1.1.1.1, 203.0.113.9, 10.1.2.3"), "203.0.113.9");
  assert.equal(await addressOf(["127.0.0.1"], "203.0.113.9, <script>"), "127.0.0.1");
  assert.equal(await addressOf(["127.0.0.1"], "2001:db8::7"), "2001:db8::7");
});

Deno.test("clientAddress() tells the operator once of a proxy that may have been forgotten", async () => {
  for (const [trustedProxies, told] of [[[], 1], [["127.0.0.1"], 0]] as [string[], number][]) {
    await using bench = await Bench.open({ trustedProxies });
    for (let count = 0; count < 3; count++) {
      const headers = { "x-forwarded-for": "203.0.113.9" };
      await (await bench.send("GET", "/api/auth", { token: null, headers })).body?.cancel();
    }
    const warnings = bench.logs.filter((line) => line.includes("FLORA_TRUSTED_PROXIES"));
    assert.equal(warnings.length, told);
    for (const line of warnings) assert.ok(!line.includes("203.0.113.9"));
  }
});
