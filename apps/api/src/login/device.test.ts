import assert from "node:assert/strict";
import * as oauth from "oauth4webapi";
import { Bench, HOME } from "../testing/bench.ts";
import { Browser } from "../testing/browser.ts";
import { LoginBench } from "../testing/login-bench.ts";

/** A command line, built on an unmodified OAuth2 library. */
class Device {
  readonly as: oauth.AuthorizationServer;
  readonly client = { client_id: "flora-cli" };
  readonly options = { [oauth.allowInsecureRequests]: true };

  constructor(readonly url: string) {
    this.as = {
      issuer: url,
      device_authorization_endpoint: `${url}/api/auth/device/code`,
      token_endpoint: `${url}/api/auth/device/token`,
    };
  }

  async begin(name = "flora on a laptop"): Promise<oauth.DeviceAuthorizationResponse> {
    const { as, client, options } = this;
    const response = await oauth.deviceAuthorizationRequest(as, client, oauth.None(), { name }, options);
    return await oauth.processDeviceAuthorizationResponse(as, client, response);
  }

  async poll(code: string): Promise<oauth.TokenEndpointResponse> {
    const { as, client, options } = this;
    const response = await oauth.deviceCodeGrantRequest(as, client, oauth.None(), code, options);
    return await oauth.processDeviceCodeResponse(as, client, response);
  }

  /** The error that it hears. */
  async refusal(code: string): Promise<string> {
    return await this.poll(code).then(() => "none", (error) => error.error);
  }
}

const decide = (setup: LoginBench, browser: Browser, userCode: string, decision: string) =>
  browser.submit(`${setup.bench.url}/device`, { user_code: userCode, decision });

Deno.test("a command line logs in once a person says in a browser that it is theirs", async () => {
  await using setup = await LoginBench.open();
  const { url, clock } = setup.bench;
  const device = new Device(url);
  const asked = await device.begin();
  assert.match(asked.user_code, /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
  assert.equal(asked.verification_uri, `${url}/device`);
  assert.deepEqual([asked.expires_in, asked.interval], [600, 5]);
  assert.equal(await device.refusal(asked.device_code), "authorization_pending");
  assert.equal(await device.refusal(asked.device_code), "slow_down");

  const browser = new Browser();
  const login = await browser.get(asked.verification_uri_complete!);
  const page = await setup.agree(browser, login.url, "max");
  assert.equal(page.url, asked.verification_uri_complete);
  assert.match(
    page.text,
    new RegExp(`act as you, <strong>max</strong>[^]*<output>${asked.user_code}</output>`),
  );
  assert.match(page.text, /flora on a laptop[^]*127\.0\.0\.1/);
  assert.doesNotMatch(page.text, /<script/);
  assert.match(page.headers.get("content-security-policy")!, /default-src 'none'.*frame-ancestors 'none'/);

  const done = await decide(setup, browser, asked.user_code, "allow");
  assert.match(done.text, /Your command line is logged in/);
  clock.aheadMs += 10_000;
  const { access_token: token, expires_in } = await device.poll(asked.device_code);
  assert.equal(expires_in, 90 * 86_400);
  const me = await setup.bench.read(200, "GET", "/api/whoami", { token });
  assert.deepEqual([me.name, me.kind, me.userId, me.guildIds], ["@max", "login", setup.id("max"), [HOME]]);
  await setup.bench.read(200, "GET", `/api/guilds/${HOME}/access`, { token });
  assert.equal(await device.refusal(asked.device_code), "expired_token");

  // It makes tokens as its person may, and ends without its person's other things ending.
  const json = { name: "ci", guildIds: [HOME], expiresInDays: 365 };
  const made = await setup.bench.read(201, "POST", "/api/tokens", { token, json });
  await setup.bench.read(204, "POST", "/api/auth/logout", { token });
  await setup.bench.refusal(401, "GET", "/api/whoami", { token });
  await setup.bench.read(200, "GET", "/api/whoami", { token: made.token });
  assert.match(
    (await setup.bench.refusal(409, "POST", "/api/auth/logout", { token: made.token })).detail,
    /no login/,
  );
});

Deno.test("a command line that is denied, or that nobody cares for, gets nothing", async () => {
  await using setup = await LoginBench.open();
  const device = new Device(setup.bench.url);
  const browser = await setup.browserOf("max");
  const [denied, late] = [await device.begin(), await device.begin()];
  const page = await decide(setup, browser, denied.user_code, "deny");
  assert.match(page.text, /turned away/);
  assert.equal(await device.refusal(denied.device_code), "access_denied");
  assert.equal(await device.refusal(denied.device_code), "expired_token");
  assert.equal(await device.refusal("made-up"), "expired_token");
  setup.bench.clock.aheadMs += 600_000;
  assert.equal(await device.refusal(late.device_code), "expired_token");
  assert.equal((await decide(setup, browser, late.user_code, "allow")).status, 404);
});

Deno.test("a code is allowed once, by whoever typed it however they typed it, and only with a session", async () => {
  await using setup = await LoginBench.open();
  const { url } = setup.bench;
  const device = new Device(url);
  const [max, mallory] = [await setup.browserOf("max"), await setup.browserOf("mallory")];
  const asked = await device.begin();
  const typed = ` ${asked.user_code.toLowerCase().replace("-", " ")} `;
  const page = await max.get(`${url}/device?${new URLSearchParams({ user_code: typed })}`);
  assert.match(page.text, new RegExp(asked.user_code));
  const { token: stolen } = await setup.ask(max, 201, "POST", "/api/tokens", {
    name: "ci",
    guildIds: [HOME],
  });
  const body = new URLSearchParams({ user_code: asked.user_code, decision: "allow" });
  assert.match(
    (await setup.bench.refusal(403, "POST", "/device", { token: stolen, body })).detail,
    /takes a person in a browser/,
  );
  await setup.bench.refusal(401, "POST", "/device", { token: null, body });
  assert.equal((await decide(setup, max, asked.user_code, "allow")).status, 200);
  assert.equal((await decide(setup, mallory, asked.user_code, "allow")).status, 404);
  const { access_token: token } = await device.poll(asked.device_code);
  assert.equal((await setup.bench.read(200, "GET", "/api/whoami", { token })).name, "@max");
});

Deno.test("nobody tries all codes", async () => {
  await using setup = await LoginBench.open();
  const { url } = setup.bench;
  const asked = await new Device(url).begin();
  const [mallory, max] = [await setup.browserOf("mallory"), await setup.browserOf("max")];
  for (let count = 0; count < 10; count++) {
    assert.match((await mallory.get(`${url}/device?user_code=BBBB-BBBB`)).text, /There is no such code/);
  }
  assert.match(
    (await mallory.get(`${url}/device?user_code=${asked.user_code}`)).text,
    /Too many wrong codes/,
  );
  assert.equal((await decide(setup, mallory, asked.user_code, "allow")).status, 404);
  assert.match((await max.get(`${url}/device?user_code=${asked.user_code}`)).text, /act as you/);
  setup.bench.clock.aheadMs += 600_000;
  assert.match((await mallory.get(`${url}/device?user_code=BBBB-BBBB`)).text, /There is no such code/);
});

Deno.test("what a command line calls itself is shown as text", async () => {
  await using setup = await LoginBench.open();
  const asked = await new Device(setup.bench.url).begin(`<b onclick="x">\u0000\u202e${"n".repeat(200)}`);
  const browser = await setup.browserOf("max");
  const { text } = await browser.get(asked.verification_uri_complete!);
  assert.match(text, /&lt;b onclick=&quot;x&quot;&gt; n{40,50}</);
});

Deno.test("the device endpoints answer in the shape of RFC 6749, and so many wait from one address", async () => {
  await using setup = await LoginBench.open();
  const { url } = setup.bench;
  const post = async (path: string, form: Record<string, string>) => {
    const response = await fetch(url + path, { method: "POST", body: new URLSearchParams(form) });
    const { error, code } = await response.json();
    return [response.status, error ?? code];
  };
  const grant_type = "urn:ietf:params:oauth:grant-type:device_code";
  assert.deepEqual(await post("/api/auth/device/code", {}), [400, "invalid_client"]);
  assert.deepEqual(await post("/api/auth/device/token", {}), [400, "unsupported_grant_type"]);
  assert.deepEqual(await post("/api/auth/device/token", { grant_type }), [400, "invalid_client"]);
  assert.deepEqual(await post("/api/auth/device/token", { grant_type, client_id: "flora-cli" }), [
    400,
    "expired_token",
  ]);
  const big = { client_id: "flora-cli", name: "x".repeat(5000) };
  assert.deepEqual(await post("/api/auth/device/code", big), [413, "TOO_LARGE"]);
  for (let count = 0; count < 20; count++) await new Device(url).begin();
  assert.deepEqual(await post("/api/auth/device/code", { client_id: "flora-cli" }), [429, "RATE_LIMITED"]);
  await using without = await Bench.open();
  const response = await fetch(`${without.url}/api/auth/device/code`, {
    method: "POST",
    body: new URLSearchParams({ client_id: "flora-cli" }),
  });
  assert.equal(response.status, 503);
  assert.match((await response.json()).error_description, /has to set DISCORD_CLIENT_SECRET/);
});

Deno.test("of many command lines of one person the oldest is logged out", async () => {
  await using setup = await LoginBench.open();
  const { url, clock } = setup.bench;
  const browser = await setup.browserOf("max");
  const tokens: string[] = [];
  for (let count = 0; count < 21; count++) {
    clock.aheadMs += 1;
    const device = new Device(url);
    const asked = await device.begin();
    await decide(setup, browser, asked.user_code, "allow");
    tokens.push((await device.poll(asked.device_code)).access_token);
  }
  const status = async (token: string) => (await setup.bench.send("GET", "/api/whoami", { token })).status;
  assert.deepEqual([await status(tokens[0]!), await status(tokens[1]!), await status(tokens[20]!)], [
    401,
    200,
    200,
  ]);
});
