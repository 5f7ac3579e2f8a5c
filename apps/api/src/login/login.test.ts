import assert from "node:assert/strict";
import { Bench, HOME, OTHER } from "../testing/bench.ts";
import { Browser } from "../testing/browser.ts";
import { idOf, LoginBench } from "../testing/login-bench.ts";

const atCallback = (url: string) => url.includes("/api/auth/callback");

Deno.test("a person logs in through Discord and may do in their guild what Discord says", async () => {
  await using setup = await LoginBench.open();
  const browser = new Browser();
  const page = await setup.logIn(browser, "max");
  assert.equal(page.url, `${setup.bench.url}/account`);
  assert.match(page.text, /You are max[^]*Home: admin/);
  const cookie = browser.cookie(setup.bench.url, "flora-session")!;
  assert.deepEqual(cookie.attributes.map((one) => one.toLowerCase()).sort(), [
    "httponly",
    "max-age=604800",
    "path=/",
    "samesite=lax",
  ]);
  const me = await setup.ask(browser, 200, "GET", "/api/whoami");
  assert.deepEqual(me, {
    name: "@max",
    kind: "session",
    userId: setup.id("max"),
    operator: false,
    readOnly: false,
    guildIds: [HOME],
    roles: [{ guildId: HOME, role: "admin" }],
  });
  const { guilds } = await setup.ask(browser, 200, "GET", "/api/guilds");
  assert.deepEqual(guilds.map(({ guildId }: { guildId: string }) => guildId), [HOME]);
  await setup.ask(browser, 200, "GET", `/api/guilds/${HOME}/secrets`);
  await setup.ask(browser, 204, "PUT", `/api/guilds/${HOME}/secrets/KEY`, { value: "x", allowedHosts: [] });
  assert.match(
    (await setup.ask(browser, 403, "GET", `/api/guilds/${OTHER}/secrets`)).detail,
    /max is not for it|Cannot manage guild/,
  );
  await setup.ask(browser, 403, "GET", "/api/admin/workers");
});

Deno.test("a session is stored as a hash, and what Discord gave sealed", async () => {
  await using setup = await LoginBench.open();
  const browser = await setup.browserOf("olive");
  const { value } = browser.cookie(setup.bench.url, "flora-session")!;
  const stored = await Deno.readFile(`${setup.bench.folder}/flora.db`);
  const wal = await Deno.readFile(`${setup.bench.folder}/flora.db-wal`);
  const text = new TextDecoder("latin1").decode(stored) + new TextDecoder("latin1").decode(wal);
  assert.ok(text.includes("olive"));
  assert.ok(!text.includes(value));
  assert.doesNotMatch(text, /accessToken|refreshToken/);
  assert.doesNotMatch(setup.bench.logs.join(""), new RegExp(value));
});

Deno.test("a login that another browser began, whose state is missing, forged or old, logs nobody in", async () => {
  await using setup = await LoginBench.open();
  const { url } = setup.bench;
  const browser = new Browser();
  const begin = async () => (await browser.get(`${url}/api/auth/login`)).url;
  const agree = async () =>
    new URL((await setup.agree(browser, await begin(), "max", { until: atCallback })).url);
  const refused = async (back: URL, who = browser) => {
    const page = await who.get(back.href);
    assert.deepEqual([page.status, page.url], [400, back.href], page.text);
    assert.match(page.text, /<h1>You are not logged in<\/h1>/);
    assert.equal(who.cookie(url, "flora-session"), undefined);
    const [code, state] = [back.searchParams.get("code")!, back.searchParams.get("state")];
    const logged = setup.bench.logs.join("");
    assert.ok(!logged.includes(code) && !(state && logged.includes(state)), "neither is logged");
  };
  // Somebody lures a victim to a link that would log them in as the attacker.
  await refused(await agree(), new Browser());
  for (const state of ["", "forged", undefined]) {
    const back = await agree();
    if (state === undefined) back.searchParams.delete("state");
    else back.searchParams.set("state", state);
    await refused(back);
  }
  const twice = await agree();
  twice.searchParams.append("state", "other");
  await refused(twice);
  const late = await agree();
  setup.bench.clock.aheadMs += 600_000;
  await refused(late);
});

Deno.test("a code and its state are good once, even with the cookie kept", async () => {
  await using setup = await LoginBench.open();
  const { url } = setup.bench;
  const browser = new Browser();
  const asked = await browser.get(`${url}/api/auth/login`);
  const cookie = browser.cookie(url, "flora-login")!.value;
  const back = await setup.agree(browser, asked.url, "max", { until: atCallback });
  const first = await browser.get(back.url);
  assert.equal(first.url, `${url}/account`);
  assert.equal(browser.cookie(url, "flora-login"), undefined);
  assert.equal((await browser.get(back.url)).status, 400);
  const thief = new Browser();
  thief.plant(url, "flora-login", cookie);
  assert.equal((await thief.get(back.url)).status, 400);
  assert.equal(thief.cookie(url, "flora-session"), undefined);
});

Deno.test("somebody who does not agree is told so, and a cookie that was tampered with is nothing", async () => {
  await using setup = await LoginBench.open();
  const { url } = setup.bench;
  const browser = new Browser();
  const asked = await browser.get(`${url}/api/auth/login?next=/device`);
  const page = await browser.submit(asked.url, { decision: "cancel" });
  assert.equal(page.status, 400);
  assert.match(page.text, /did not confirm[^]*href="http:[^"]*\/api\/auth\/login\?next=%2Fdevice"/);
  const again = await browser.get(`${url}/api/auth/login`);
  const sealed = browser.cookie(url, "flora-login")!.value;
  browser.plant(url, "flora-login", sealed.slice(0, -2) + (sealed.endsWith("AA") ? "BB" : "AA"));
  assert.equal((await setup.agree(browser, again.url, "max")).status, 400);
});

Deno.test("a login leads to a path of this flora and nowhere else", async () => {
  await using setup = await LoginBench.open();
  const { url } = setup.bench;
  for (
    const next of [
      "https://evil.example/",
      "//evil.example",
      "/\\evil.example",
      "\\/evil.example",
      "/\t/evil.example",
      "javascript:alert(1)",
      "account",
      "",
      "/x\r\nset-cookie: a=b",
      "/" + "x".repeat(600),
    ]
  ) {
    const page = await new Browser().get(`${url}/api/auth/login?${new URLSearchParams({ next })}`);
    assert.deepEqual([page.status, JSON.parse(page.text).field], [400, "next"], next);
  }
  for (const next of ["/..//evil.example", "/@evil.example", "/device?user_code=AB%2F#x"]) {
    const browser = new Browser();
    const page = await setup.logIn(browser, "max", next);
    assert.ok(page.url.startsWith(`${url}/`), page.url);
  }
});

Deno.test("a login ends the session before it: a planted one never becomes somebody", async () => {
  await using setup = await LoginBench.open();
  const { url } = setup.bench;
  const attacker = await setup.browserOf("mallory");
  const planted = attacker.cookie(url, "flora-session")!.value;
  const victim = new Browser();
  victim.plant(url, "flora-session", planted);
  await setup.logIn(victim, "olive");
  const own = victim.cookie(url, "flora-session")!.value;
  assert.notEqual(own, planted);
  assert.equal((await setup.ask(victim, 200, "GET", "/api/whoami")).name, "@olive");
  await setup.ask(attacker, 401, "GET", "/api/whoami");
  const made = new Browser();
  made.plant(url, "flora-session", "made-up-by-the-attacker");
  await setup.logIn(made, "olive");
  assert.notEqual(made.cookie(url, "flora-session")!.value, "made-up-by-the-attacker");
});

Deno.test("logging out ends the session at once; after the last one Discord gets its tokens back", async () => {
  await using setup = await LoginBench.open();
  const { url, storage } = setup.bench;
  const [one, other] = [await setup.browserOf("max"), await setup.browserOf("max")];
  const kept = one.cookie(url, "flora-session")!.value;
  const page = await one.submit(`${url}/api/auth/logout`, {});
  assert.match(page.text, /You are not logged in[^]*Log in with Discord/);
  assert.equal(one.cookie(url, "flora-session"), undefined);
  one.plant(url, "flora-session", kept);
  await setup.ask(one, 401, "GET", "/api/whoami");
  assert.ok(await storage.people.find(setup.id("max")));
  await setup.ask(other, 200, "GET", "/api/whoami");
  await setup.ask(other, 204, "POST", "/api/auth/logout");
  assert.equal(await storage.people.find(setup.id("max")), null);
  assert.equal(await setup.deauthorize("max"), false);
});

Deno.test("a session ends after a week, and then nothing of its person is kept", async () => {
  await using setup = await LoginBench.open();
  const browser = await setup.browserOf("max");
  setup.bench.clock.aheadMs = 7 * 86_400_000 - 60_000;
  await setup.ask(browser, 200, "GET", "/api/whoami");
  setup.bench.clock.aheadMs += 60_000;
  await setup.ask(browser, 401, "GET", "/api/whoami");
  assert.ok(await setup.bench.storage.people.find(setup.id("max")));
  const other = await setup.browserOf("olive");
  await setup.ask(other, 204, "POST", "/api/auth/logout");
  assert.equal(await setup.bench.storage.people.find(setup.id("max")), null);
});

Deno.test("over https the session's cookie is bound to this host; over plain http from outside nobody logs in", async () => {
  await using secure = await LoginBench.open(() => ({ publicUrl: "https://flora.example.com" }));
  const browser = new Browser();
  const begun = await browser.get(`${secure.bench.url}/api/auth/login`, { until: () => true });
  const back = new URL(begun.url).searchParams.get("redirect_uri");
  assert.equal(back, "https://flora.example.com/api/auth/callback");
  const cookie = browser.cookie(secure.bench.url, "__Host-flora-login")!;
  assert.ok(cookie.secure);
  assert.ok(cookie.attributes.includes("Path=/"));
  assert.ok(!cookie.attributes.some((one) => /^domain/i.test(one)));
  await using plain = await LoginBench.open(() => ({ publicUrl: "http://flora.example.com" }));
  const page = await new Browser().get(`${plain.bench.url}/api/auth/login`);
  assert.equal(page.status, 503);
  assert.match(page.text, /https address \(FLORA_PUBLIC_URL\)/);
});

Deno.test("without a client secret the login says what is missing", async () => {
  await using bench = await Bench.open({
    login: { missing: ["DISCORD_CLIENT_ID", "DISCORD_CLIENT_SECRET"] },
  });
  assert.deepEqual(await bench.read(200, "GET", "/api/auth", { token: null }), {
    login: false,
    missing: ["DISCORD_CLIENT_ID", "DISCORD_CLIENT_SECRET"],
  });
  for (const path of ["/api/auth/login", "/account"]) {
    const page = await new Browser().get(bench.url + path);
    assert.match(page.text, /has to set DISCORD_CLIENT_ID and DISCORD_CLIENT_SECRET/);
  }
});

Deno.test("on this machine another name for the same address leads to the one the cookie is for", async () => {
  await using setup = await LoginBench.open();
  const { url } = setup.bench;
  const browser = new Browser();
  const other = url.replace("127.0.0.1", "localhost");
  const asked = await browser.get(`${other}/api/auth/login?next=/device`);
  assert.equal(asked.via[0], `${url}/api/auth/login?next=%2Fdevice`);
  assert.equal((await setup.agree(browser, asked.url, "max")).url, `${url}/device`);
});

Deno.test("operators are people whom the configuration names", async () => {
  await using setup = await LoginBench.open((discord) => ({ operators: [idOf(discord, "ada")] }));
  const browser = await setup.browserOf("ada");
  assert.equal((await setup.ask(browser, 200, "GET", "/api/whoami")).operator, true);
  await setup.ask(browser, 200, "GET", "/api/admin/workers");
  await setup.ask(browser, 200, "GET", `/api/guilds/${OTHER}/secrets`);
  // What an operator changes takes a token: no page of another site can borrow that.
  const drain = await setup.ask(browser, 403, "POST", "/api/admin/workers/worker-0/drain", {
    restart: false,
  });
  assert.match(drain.detail, /it takes a token/);
});
