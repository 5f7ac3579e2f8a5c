import assert from "node:assert/strict";
import { HOME } from "../testing/bench.ts";
import type { Browser } from "../testing/browser.ts";
import { LoginBench } from "../testing/login-bench.ts";

const MINUTE_MS = 60_000;

/** The status of reading HOME's secrets. */
async function reads(setup: LoginBench, browser: Browser): Promise<number> {
  const response = await browser.fetch(`${setup.bench.url}/api/guilds/${HOME}/secrets`);
  await response.body?.cancel();
  return response.status;
}

/** Discord answers nothing but this status. */
async function trouble(setup: LoginBench, status: number, times: number): Promise<void> {
  await fetch(`${setup.discord.url}/emulator/v1/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ kind: "status", route: "GET /users/@me/guilds", status, times }),
  }).then((response) => response.body?.cancel());
}

const asked = (setup: LoginBench) =>
  setup.discord.requests.since(0).filter(({ route }) => route === "/users/@me/guilds").length;

Deno.test("who loses the permission on Discord loses the guild within two minutes, and gets it back", async () => {
  await using setup = await LoginBench.open();
  const browser = await setup.browserOf("max");
  const before = asked(setup);
  for (let count = 0; count < 5; count++) assert.equal(await reads(setup, browser), 200);
  assert.equal(asked(setup), before);
  setup.mayManage("max", false);
  setup.bench.clock.aheadMs += 2 * MINUTE_MS;
  assert.deepEqual([await reads(setup, browser), await reads(setup, browser)], [403, 403]);
  assert.equal(asked(setup), before + 1);
  setup.mayManage("max", true);
  setup.bench.clock.aheadMs += 2 * MINUTE_MS;
  assert.equal(await reads(setup, browser), 200);
});

Deno.test("requests that come together ask Discord once", async () => {
  await using setup = await LoginBench.open();
  const browser = await setup.browserOf("max");
  const before = asked(setup);
  setup.bench.clock.aheadMs += 2 * MINUTE_MS;
  const statuses = await Promise.all(Array.from({ length: 8 }, () => reads(setup, browser)));
  assert.deepEqual(new Set(statuses), new Set([200]));
  assert.equal(asked(setup), before + 1);
});

Deno.test("while Discord does not answer, what it said counts for five minutes and then no more", async () => {
  await using setup = await LoginBench.open();
  const browser = await setup.browserOf("max");
  await trouble(setup, 500, 2);
  const before = asked(setup);
  setup.bench.clock.aheadMs += 4 * MINUTE_MS;
  assert.deepEqual([await reads(setup, browser), await reads(setup, browser)], [200, 200]);
  assert.equal(asked(setup), before + 1, "it is not asked at every request");
  setup.bench.clock.aheadMs += MINUTE_MS;
  assert.equal(await reads(setup, browser), 503);
  setup.bench.clock.aheadMs += MINUTE_MS;
  assert.equal(await reads(setup, browser), 200);
});

Deno.test("who takes flora's access away in Discord is logged out, tokens and all", async () => {
  await using setup = await LoginBench.open();
  const browser = await setup.browserOf("max");
  const { token } = await setup.ask(browser, 201, "POST", "/api/tokens", { name: "ci", guildIds: [HOME] });
  await setup.bench.read(200, "GET", "/api/whoami", { token });
  assert.equal(await setup.deauthorize("max"), true);
  setup.bench.clock.aheadMs += 2 * MINUTE_MS;
  assert.equal(await reads(setup, browser), 401);
  assert.match((await setup.bench.refusal(401, "GET", "/api/whoami", { token })).detail, /log in again/);
  await setup.logIn(browser, "max");
  await setup.bench.read(200, "GET", "/api/whoami", { token });
});

Deno.test("Discord's tokens are refreshed when they run out, and kept if Discord fails right after", async () => {
  await using setup = await LoginBench.open();
  const browser = await setup.browserOf("max");
  const WEEK_MS = 7 * 86_400_000;
  const { token } = await setup.ask(browser, 201, "POST", "/api/tokens", { name: "ci", guildIds: [HOME] });
  const works = async () => (await setup.bench.send("GET", `/api/guilds/${HOME}/secrets`, { token })).status;
  for (let week = 1; week <= 3; week++) {
    setup.bench.clock.aheadMs = week * WEEK_MS;
    setup.discord.clock.advance(WEEK_MS);
    if (week === 2) {
      await trouble(setup, 502, 1);
      assert.equal(await works(), 503);
      setup.bench.clock.aheadMs += 10_000;
    }
    assert.equal(await works(), 200, `week ${week}`);
  }
});

Deno.test("a wrong client secret logs nobody out", async () => {
  await using setup = await LoginBench.open();
  const browser = await setup.browserOf("max");
  const person = await setup.bench.storage.people.find(setup.id("max"));
  await trouble(setup, 403, 1);
  setup.bench.clock.aheadMs += 2 * MINUTE_MS;
  assert.equal(await reads(setup, browser), 200);
  assert.equal((await setup.bench.storage.people.find(setup.id("max")))?.sealed, person?.sealed);
});
