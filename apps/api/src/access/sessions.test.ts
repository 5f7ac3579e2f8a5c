import assert from "node:assert/strict";
import { HOME, OTHER } from "../testing/bench.ts";
import { Browser } from "../testing/browser.ts";
import { LoginBench } from "../testing/login-bench.ts";
import { rules } from "./rules.ts";

const secret = `/api/guilds/${HOME}/secrets/KEY`;

Deno.test("another site changes nothing with a person's cookie, however it asks", async () => {
  await using setup = await LoginBench.open();
  const { url } = setup.bench;
  const browser = await setup.browserOf("olive");
  const cookie = `flora-session=${browser.cookie(url, "flora-session")!.value}`;
  const body = JSON.stringify({ value: "stolen", allowedHosts: ["evil.example"] });
  const put = async (headers: Record<string, string>) => {
    const type = { "content-type": "application/json" };
    const response = await fetch(url + secret, {
      method: "PUT",
      body,
      headers: { ...type, cookie, ...headers },
    });
    await response.body?.cancel();
    return response.status;
  };
  for (
    const headers of [
      {},
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: url.replace(/\d+$/, "1") },
      { origin: `${url}.evil.example` },
      { "sec-fetch-site": "cross-site", origin: url },
      { "sec-fetch-site": "same-site", origin: url },
      { "sec-fetch-site": "none" },
      { "sec-fetch-site": "" },
    ] as Record<string, string>[]
  ) {
    assert.equal(await put(headers), 403, JSON.stringify(headers));
  }
  assert.equal(await put({ origin: url }), 204);
  assert.equal(await put({ "sec-fetch-site": "same-origin" }), 204);
  // Forms of another site: what they can send at all.
  for (const path of ["/device", "/api/auth/logout", `/api/guilds/${HOME}/deployment/pause`]) {
    const page = await browser.submit(url + path, { user_code: "x", decision: "allow" }, {
      from: "https://evil.example",
    });
    assert.equal(page.status, 403, path);
  }
  await setup.ask(browser, 200, "GET", "/api/whoami");
});

Deno.test("every change that a cookie can make at all takes a page of our own", async () => {
  await using setup = await LoginBench.open();
  const { url } = setup.bench;
  const browser = await setup.browserOf("olive");
  const cookie = `flora-session=${browser.cookie(url, "flora-session")!.value}`;
  const examples: Record<string, string> = { guildId: HOME, userId: HOME, revisionId: "rev_00000000" };
  for (const [name, { needs }] of Object.entries(rules)) {
    const [method, pattern] = name.split(" ") as [string, string];
    if (method === "GET" || needs === "nobody") continue;
    const path = pattern.replace(/\{(\w+)\}/g, (_, key) => examples[key] ?? "x");
    const response = await fetch(url + path, { method, headers: { cookie, origin: "https://evil.example" } });
    assert.equal(response.status, 403, name);
    assert.match((await response.json()).detail, /from another site/, name);
  }
});

Deno.test("the cookie of another guild's manager opens nothing here", async () => {
  await using setup = await LoginBench.open();
  const mallory = await setup.browserOf("mallory");
  await setup.ask(mallory, 200, "GET", `/api/guilds/${OTHER}/secrets`);
  const examples: Record<string, string> = { guildId: HOME, userId: HOME, revisionId: "rev_00000000" };
  for (const [name, { needs }] of Object.entries(rules)) {
    const [method, pattern] = name.split(" ") as [string, string];
    if (!pattern.includes("{guildId}") || needs === "nobody") continue;
    const path = pattern.replace(/\{(\w+)\}/g, (_, key) => examples[key] ?? "x");
    const problem = await setup.ask(mallory, 403, method, path);
    assert.match(problem.detail, /Cannot manage guild|takes an operator|takes a token/, name);
  }
  const { deployments } = await setup.ask(mallory, 200, "GET", "/api/deployments");
  assert.deepEqual(deployments, []);
  const make = { name: "mine", guildIds: [HOME] };
  assert.match((await setup.ask(mallory, 403, "POST", "/api/tokens", make)).detail, /takes the role admin/);
  assert.deepEqual(
    (await setup.ask(await setup.browserOf("olive"), 200, "GET", `/api/guilds/${HOME}/audit`)).entries,
    [],
  );
});

Deno.test("a token that is sent counts alone, whatever cookie comes with it", async () => {
  await using setup = await LoginBench.open();
  const browser = await setup.browserOf("olive");
  const viewer = await setup.bench.addToken("viewer", { level: "viewer", guildIds: [HOME] });
  const send = async (authorization: string) => {
    const response = await browser.fetch(setup.bench.url + secret, {
      method: "PUT",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({ value: "x", allowedHosts: [] }),
    });
    await response.body?.cancel();
    return response.status;
  };
  assert.deepEqual([await send(`Bearer ${viewer}`), await send("Bearer wrong"), await send("")], [
    403,
    401,
    401,
  ]);
});

Deno.test("a made-up or empty cookie is nobody", async () => {
  await using setup = await LoginBench.open();
  for (const value of ["", "x", "flora_", "a".repeat(4000)]) {
    const browser = new Browser();
    browser.plant(setup.bench.url, "flora-session", value);
    await setup.ask(browser, 401, "GET", "/api/whoami");
  }
});
