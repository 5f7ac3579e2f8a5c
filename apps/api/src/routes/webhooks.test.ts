import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { emptyManifest, type GuildId, type WebhookDefinition } from "@flora/model";
import { storeRevision } from "@flora/storage/testing/revision";
import { Bench, HOME, OTHER } from "../testing/bench.ts";

const github = { name: "github", signature: "github", secret: "KEY" } as const;
const plain = { name: "plain", signature: "none" } as const;

async function deploy(bench: Bench, guildId: GuildId, webhooks: WebhookDefinition[]): Promise<void> {
  const id = await storeRevision(bench.storage, guildId);
  await bench.storage.deployments.activate(guildId, id, { ...emptyManifest, webhooks });
}

/** The paths of a guild's webhooks, by name. */
async function paths(bench: Bench, guildId = HOME): Promise<Record<string, string>> {
  const { webhooks } = await bench.read(200, "GET", `/api/guilds/${guildId}/webhooks`);
  return Object.fromEntries(webhooks.map(({ name, url }: { name: string; url: string }) => [name, url]));
}

const post = (bench: Bench, path: string, init: { body?: BodyInit; headers?: Record<string, string> } = {}) =>
  bench.send("POST", path, { ...init, token: null });

async function said(response: Response): Promise<[number, string]> {
  return [response.status, await response.text()];
}

Deno.test("a webhook is listed with an address that stays, and called without a token of flora's", async () => {
  await using bench = await Bench.open();
  await deploy(bench, HOME, [plain, github]);
  const { webhooks } = await bench.read(200, "GET", `/api/guilds/${HOME}/webhooks`);
  assert.match(webhooks[0].url, new RegExp(`^/hooks/${HOME}/plain/[\\w-]{32}$`));
  assert.deepEqual(webhooks.map(({ url: _url, ...rest }: { url: string }) => rest), [
    plain,
    { ...github, secretSet: false },
  ]);
  assert.deepEqual((await bench.read(200, "GET", `/api/guilds/${HOME}/webhooks`)).webhooks, webhooks);
  bench.gateway.onWebhook = () => ({
    status: "answered",
    answer: { status: 201, headers: { "x-a": "b" }, body: "<h1>made</h1>" },
  });
  const response = await post(bench, `${webhooks[0].url}?a=1&a=2&__proto__=x`, {
    body: "grüße",
    headers: {
      "x-event": "push",
      cookie: "session=1",
      "x-forwarded-for": "1.2.3.4",
      authorization: "Bearer flora_x",
    },
  });
  assert.deepEqual(await said(response), [201, "<h1>made</h1>"]);
  assert.equal(response.headers.get("x-a"), "b");
  assert.equal(response.headers.get("content-type"), "text/plain; charset=utf-8");
  assert.equal(response.headers.get("x-content-type-options"), "nosniff");
  assert.equal(response.headers.get("content-security-policy"), "default-src 'none'; sandbox");
  const [request] = bench.gateway.requests;
  const { headers, ...rest } = request!;
  assert.deepEqual(rest, { name: "plain", method: "POST", query: { a: "2" }, body: "grüße" });
  assert.equal(headers["x-event"], "push");
  for (const name of ["cookie", "x-forwarded-for", "authorization", "host"]) {
    assert.ok(!(name in headers), name);
  }
});

Deno.test("a wrong token, name or guild cannot be told from one another, and costs nobody anything", async () => {
  await using bench = await Bench.open({ limits: { webhooksPerSecond: 1 } });
  await deploy(bench, HOME, [plain]);
  await deploy(bench, OTHER, [plain]);
  const { plain: home } = await paths(bench), { plain: other } = await paths(bench, OTHER);
  const token = home!.split("/").at(-1)!, theirs = other!.split("/").at(-1)!;
  const wrong = [
    `/hooks/${HOME}/plain/${"x".repeat(32)}`,
    `/hooks/${HOME}/plain/${theirs}`,
    `/hooks/${OTHER}/plain/${token}`,
    `/hooks/${HOME}/plain/${token}x`,
    `/hooks/${HOME}/plain/${token.slice(1)}`,
    `/hooks/${HOME}/other/${token}`,
    `/hooks/${HOME}/__proto__/${token}`,
    `/hooks/910000000000000009/plain/${token}`,
    `/hooks/not-an-id/plain/${token}`,
    `/hooks/${HOME}/plain/%00`,
    `/hooks/${HOME}/${encodeURIComponent("../plain")}/${token}`,
  ];
  const answers = await Promise.all(wrong.map(async (path) => (await said(await post(bench, path))).join()));
  assert.deepEqual([...new Set(answers)], [`404,{"error":"there is no such webhook"}`]);
  assert.deepEqual(bench.gateway.requests, []);
  assert.equal((await post(bench, home!)).status, 204);
  await bench.storage.deployments.deactivate(HOME);
  assert.equal((await said(await post(bench, home!))).join(), answers[0]);
});

Deno.test("a signed webhook lets through what is signed with the guild's own secret alone", async () => {
  await using bench = await Bench.open();
  await deploy(bench, HOME, [github]);
  const path = (await paths(bench)).github!;
  const sign = (secret: string, body: string) => ({
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  });
  const call = async (body: string, headers: Record<string, string> = {}) =>
    await said(await post(bench, path, { body, headers }));
  assert.match(
    (await call("{}", sign("true-value", "{}"))).join(),
    /401,.*secret KEY of this server is not set/,
  );
  const secret = { value: "true-value", allowedHosts: [] };
  await bench.read(204, "PUT", `/api/guilds/${OTHER}/secrets/KEY`, { json: { ...secret, value: "theirs" } });
  await bench.read(204, "PUT", `/api/guilds/${HOME}/secrets/KEY`, { json: secret });
  assert.match((await call("{}")).join(), /401,.*no header X-Hub-Signature-256/);
  assert.match((await call("{}", sign("theirs", "{}"))).join(), /401,.*does not match/);
  assert.match((await call("{} ", sign("true-value", "{}"))).join(), /401,.*does not match/);
  assert.deepEqual(bench.gateway.requests, []);
  assert.deepEqual(await call(`{"é":1}`, sign("true-value", `{"é":1}`)), [204, ""]);
  assert.equal(bench.gateway.requests.length, 1);
  assert.equal((await bench.read(200, "GET", `/api/guilds/${HOME}/webhooks`)).webhooks[0].secretSet, true);
});

Deno.test("a signed webhook takes a recorded request once, unless the script could not be reached", async () => {
  await using bench = await Bench.open();
  const stripe = { name: "stripe", signature: "stripe", secret: "KEY" } as const;
  await deploy(bench, HOME, [stripe, { ...stripe, name: "second" }]);
  const secret = { value: "true-value", allowedHosts: [] };
  await bench.read(204, "PUT", `/api/guilds/${HOME}/secrets/KEY`, { json: secret });
  const own = await paths(bench);
  const time = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", "true-value").update(`${time}.{}`).digest("hex");
  const call = async (path: string, header = `t=${time},v1=${signature}`) =>
    (await post(bench, path, { body: "{}", headers: { "stripe-signature": header } })).status;
  bench.gateway.onWebhook = () => ({ status: "busy" });
  assert.equal(await call(own.stripe!), 503);
  bench.gateway.onWebhook = () => ({ status: "accepted" });
  assert.equal(await call(own.stripe!), 202);
  assert.equal(await call(own.stripe!), 409);
  assert.equal(await call(own.stripe!, `v1=other, t=${time}, v1=${signature}`), 409);
  assert.equal(await call(own.second!), 202);
  assert.equal(bench.gateway.requests.length, 3);
});

Deno.test("webhooks refuse what is too much: requests, bodies, headers, queries, and bytes that are no text", async () => {
  await using bench = await Bench.open({ limits: { webhooksPerSecond: 6, webhookBytes: 100 } });
  await deploy(bench, HOME, [plain, { ...plain, name: "second" }]);
  await deploy(bench, OTHER, [plain]);
  const own = await paths(bench);
  const path = own.plain!;
  assert.equal((await post(bench, path, { body: "x".repeat(101) })).status, 413);
  assert.equal((await post(bench, path, { body: new Uint8Array([0xff]) })).status, 400);
  assert.equal((await post(bench, `${path}?a=${"x".repeat(17_000)}`)).status, 431);
  assert.equal((await post(bench, path, { headers: { "x-a": "x".repeat(17_000) } })).status, 431);
  assert.deepEqual(bench.gateway.requests, []);
  assert.equal((await post(bench, path, { body: "x".repeat(100) })).status, 204);
  // More than are earned back while they come, also where they come slowly.
  const many = await Promise.all(Array.from({ length: 60 }, () => post(bench, own.second!)));
  const refused = many.filter(({ status }) => status !== 204);
  assert.ok(refused.length > 0);
  assert.deepEqual(
    new Set(refused.map(({ status, headers }) => `${status} ${headers.get("retry-after")}`)),
    new Set(["429 1"]),
  );
  assert.equal((await post(bench, (await paths(bench, OTHER)).plain!)).status, 204);
});

Deno.test("webhooks tell the sender how it went where the script did not", async () => {
  await using bench = await Bench.open();
  await deploy(bench, HOME, [plain]);
  const path = (await paths(bench)).plain!;
  for (
    const [status, expected] of [["accepted", 202], ["busy", 503], ["failed", 500], ["unknown", 404]] as const
  ) {
    bench.gateway.onWebhook = () => ({ status });
    const response = await post(bench, path);
    assert.equal(response.status, expected);
    await response.body?.cancel();
  }
  bench.gateway.onWebhook = () => ({ status: "answered", answer: { status: 204, headers: {}, body: "x" } });
  assert.deepEqual(await said(await post(bench, path)), [204, ""]);
  await bench.gateway.die();
  assert.equal((await bench.refusal(503, "POST", path, { token: null })).code, "UNAVAILABLE");
});

Deno.test("a rotated webhook has a new address only; lists and rotation are for who may manage the guild", async () => {
  await using bench = await Bench.open();
  await deploy(bench, HOME, [plain]);
  await deploy(bench, OTHER, [plain]);
  const before = (await paths(bench)).plain!;
  const { url } = await bench.read(200, "POST", `/api/guilds/${HOME}/webhooks/plain/rotate`);
  assert.notEqual(url, before);
  assert.equal((await post(bench, before)).status, 404);
  assert.equal((await post(bench, url)).status, 204);
  await bench.refusal(404, "POST", `/api/guilds/${HOME}/webhooks/none/rotate`);
  const token = await bench.addToken("other", { guildIds: [OTHER] });
  await bench.refusal(403, "GET", `/api/guilds/${HOME}/webhooks`, { token });
  await bench.refusal(403, "POST", `/api/guilds/${HOME}/webhooks/plain/rotate`, { token });
  await bench.refusal(401, "GET", `/api/guilds/${HOME}/webhooks`, { token: null });
  assert.equal((await post(bench, url)).status, 204);
});
