import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { Bench, HOME } from "../testing/bench.ts";

const path = `/api/guilds/${HOME}/secrets`;
const secret = { value: "the-true-value", allowedHosts: ["api.example.com", "*.example.org"] };

Deno.test("secrets are set, listed without values, sealed at rest, and deleted", async () => {
  await using bench = await Bench.open();
  await bench.read(204, "PUT", `${path}/KEY`, { json: secret });
  const list = await bench.read(200, "GET", path);
  assert.deepEqual(
    list.secrets.map(({ name, allowedHosts }: typeof list.secrets[0]) => [name, allowedHosts]),
    [
      ["KEY", secret.allowedHosts],
    ],
  );
  const stored = JSON.stringify([list, await bench.storage.secrets.list(HOME)]);
  assert.doesNotMatch(stored, /the-true-value/);
  await bench.read(204, "DELETE", `${path}/KEY`);
  assert.match((await bench.refusal(404, "DELETE", `${path}/KEY`)).detail, /"KEY": there is none/);
  assert.deepEqual(
    bench.gateway.calls.filter(({ method }) => method === "secretsChanged").map(({ guildId }) => guildId),
    [HOME, HOME],
  );
});

Deno.test("secrets can be set while the gateway is away, for a guild of the bot when it is not", async () => {
  await using bench = await Bench.open();
  const elsewhere = "910000000000000009" as GuildId;
  const problem = await bench.refusal(404, "PUT", `/api/guilds/${elsewhere}/secrets/KEY`, { json: secret });
  assert.match(problem.detail, /the bot is not in it/);
  assert.deepEqual(await bench.storage.secrets.list(elsewhere), []);
  await bench.gateway.die();
  await bench.read(204, "PUT", `${path}/KEY`, { json: secret });
  assert.equal((await bench.storage.secrets.list(HOME)).length, 1);
});

Deno.test("a secret whose name, value or hosts are wrong is refused with the field, and not stored", async () => {
  await using bench = await Bench.open();
  for (
    const [name, json, field] of [
      ["1KEY", secret, "name"],
      ["a-b", secret, "name"],
      ["KEY", { ...secret, value: "" }, "value"],
      ["KEY", { ...secret, value: "x".repeat(32_769) }, "value"],
      ["KEY", { ...secret, value: "a\ud800" }, "value"],
      ["KEY", { value: "x" }, "allowedHosts"],
      ["KEY", { ...secret, allowedHosts: ["https://example.com"] }, "allowedHosts.0"],
      ["KEY", { ...secret, allowedHosts: ["*.com"] }, "allowedHosts.0"],
    ] as const
  ) {
    assert.equal((await bench.refusal(400, "PUT", `${path}/${name}`, { json })).field, field);
  }
  assert.deepEqual(await bench.storage.secrets.list(HOME), []);
});

Deno.test("a body that is no UTF-8, no JSON or too large is refused, never mended", async () => {
  await using bench = await Bench.open();
  const headers = { "content-type": "application/json" };
  const put = (status: number, body: BodyInit) =>
    bench.refusal(status, "PUT", `${path}/KEY`, { body, headers });
  const bytes = new TextEncoder().encode(JSON.stringify(secret));
  bytes[bytes.indexOf("t".charCodeAt(0))] = 0xff;
  assert.match((await put(400, bytes)).detail, /not valid UTF-8/);
  assert.match((await put(400, "{")).detail, /Cannot read body/);
  assert.match((await put(413, "x".repeat(300_000))).detail, /more than 262144 bytes/);
  const text = await bench.refusal(400, "PUT", `${path}/KEY`, { body: JSON.stringify(secret) });
  assert.match(text.detail, /content type is "text\/plain.*", send application\/json/);
  assert.deepEqual(await bench.storage.secrets.list(HOME), []);
});

Deno.test("a guild holds no more than a hundred secrets; one that is there can still be changed", async () => {
  await using bench = await Bench.open();
  for (let index = 0; index < 100; index++) {
    await bench.storage.secrets.put(HOME, { name: `K${index}`, sealed: "", allowedHosts: [], updatedAt: 0 });
  }
  const problem = await bench.refusal(413, "PUT", `${path}/ONE_MORE`, { json: secret });
  assert.match(problem.detail, /guild has 100, at most 100/);
  await bench.read(204, "PUT", `${path}/K7`, { json: secret });
});
