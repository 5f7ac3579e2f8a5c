import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { Flora, type Guild } from "@flora/sdk/testing";

const SCRIPT = `
const hook = webhook("deploys", async ({ msg }) => {
  if (msg.body === "throw") throw new Error("boom in the webhook");
  if (msg.body === "slow") await new Promise((resolve) => setTimeout(resolve, 60_000));
  const count = await kv.store("n").increment("calls");
  return { status: 201, body: { count, query: msg.query, guild: (await guild.info()).name, json: msg.json() } };
});
webhook("github", ({ msg }) => "event " + msg.headers["x-github-event"], { signature: "github", secret: "HOOK_SECRET" });
createBot({ commands: [prefix({ name: "url", run: async (ctx) => ctx.reply(await hook.url()) })] });
`;

const SECRET = "the-true-signing-value";

/** The addresses of a guild's webhooks, as the API lists them. */
async function addresses(flora: Flora, { id }: Guild): Promise<Record<string, string>> {
  const { webhooks } = await flora.client.webhooks(id);
  return Object.fromEntries(webhooks.map(({ name, url }) => [name, url]));
}

async function post(
  url: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<[number, string]> {
  const response = await fetch(url, { method: "POST", body, headers });
  return [response.status, await response.text()];
}

Deno.test("other services call a guild's script over an address of its own in the running system", async (t) => {
  await using flora = await Flora.start({ FLORA_LIMIT_WEBHOOK_TIMEOUT_MS: "1500" });
  const script = { "main.ts": SCRIPT };
  const secrets = { HOOK_SECRET: { value: SECRET, allowedHosts: [] } };
  const home = await flora.guild({ script, name: "Home", secrets });
  const other = await flora.guild({ script, name: "Other" });
  const { deploys, github } = await addresses(flora, home) as { deploys: string; github: string };

  await t.step("the script answers, of its own guild alone", async () => {
    await (await home.member("ada")).says("!url");
    assert.equal((await home.next()).content, deploys);
    const [status, text] = await post(`${deploys}?from=ci`, `{"ok":true}`);
    assert.equal(status, 201);
    assert.deepEqual(JSON.parse(text), {
      count: 1,
      query: { from: "ci" },
      guild: "Home",
      json: { ok: true },
    });
    const theirs = (await addresses(flora, other)).deploys!;
    assert.deepEqual(JSON.parse((await post(theirs, "1"))[1]), {
      count: 1,
      query: {},
      guild: "Other",
      json: 1,
    });
    const crossed = theirs.replace(other.id, home.id);
    assert.deepEqual(await post(crossed, "1"), [404, `{"error":"there is no such webhook"}`]);
  });

  await t.step("a signature is checked before the script hears of it", async () => {
    const body = `{"zen":"é"}`;
    const sign = (key: string) => `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;
    const call = (url: string, key: string) =>
      post(url, body, { "x-github-event": "ping", "x-hub-signature-256": sign(key) });
    assert.deepEqual(await call(github, SECRET), [200, "event ping"]);
    assert.equal((await call(github, "guessed"))[0], 401);
    assert.equal((await call((await addresses(flora, other)).github!, SECRET))[0], 401);
  });

  await t.step("a handler that throws or does not end leaves the sender with an answer", async () => {
    assert.deepEqual(await post(deploys, "throw"), [500, `{"error":"the script failed"}`]);
    await home.logged(/boom in the webhook/);
    const [status] = await post(deploys, "slow");
    assert.ok(status === 202 || status === 500, String(status));
    await home.logged(/Handler of webhook was ended/);
    assert.equal((await post(deploys, "2"))[0], 201);
  });

  await t.step("an address is kept over a redeploy and ends with its rotation", async () => {
    await home.deploy(script);
    assert.equal((await addresses(flora, home)).deploys, deploys);
    const { url } = await flora.client.rotateWebhook(home.id, "deploys");
    assert.equal((await post(deploys, "1"))[0], 404);
    assert.equal((await post(url, "1"))[0], 201);
    await home.deploy({ "main.ts": "console.log('without webhooks');" });
    assert.equal((await post(url, "1"))[0], 404);
  });
});
