import assert from "node:assert/strict";
import { join } from "node:path";
import { Browser } from "../../../apps/api/src/testing/browser.ts";
import { until } from "@flora/model/until";
import { startLogin } from "../../support/login.ts";
import { Bench, ends } from "../cli/bench.ts";

interface Person {
  id: string;
  username: string;
}

/** The people of the demo guild, by name. */
async function people(emulatorUrl: string, guildId: string): Promise<Record<string, string>> {
  const response = await fetch(`${emulatorUrl}/emulator/v1/guilds/${guildId}`);
  const { members }: { members: { user: Person }[] } = await response.json();
  return Object.fromEntries(members.map(({ user }) => [user.username, user.id]));
}

Deno.test("the whole login on a fresh machine: a browser, a command line, roles, tokens and who did what", async (t) => {
  await using bench = await Bench.open();
  const { apiUrl, emulatorUrl, guildId, token } = await bench.flora.run();
  const ids = await people(emulatorUrl!, guildId!);
  const browser = new Browser();
  const guild = ["--guild", guildId!];
  const agree = (url: string, who: Browser, name: string) =>
    who.submit(url, { user_id: ids[name]!, decision: "authorize" });

  await t.step("a browser logs in through the emulated Discord", async () => {
    const { url } = await browser.get(`${apiUrl}/api/auth/login`);
    assert.ok(url.startsWith(`${emulatorUrl}/oauth2/authorize?`), url);
    const page = await agree(url, browser, "olive");
    assert.match(page.text, /You are olive[^]*Demo guild: admin/);
  });

  await t.step("flora login shows a code, and is logged in once the browser allows it", async () => {
    const [login, denied] = await Promise.all([
      startLogin(bench.folder, apiUrl),
      startLogin(bench.folder, apiUrl),
    ]);
    await browser.submit(`${apiUrl}/device`, { user_code: denied.code, decision: "deny" });
    const page = await browser.get(login.url);
    assert.match(page.text, new RegExp(`<output>${login.code}</output>`));
    const done = await browser.submit(`${apiUrl}/device`, { user_code: login.code, decision: "allow" });
    assert.match(done.text, /Your command line is logged in/);
    const [told, refused] = await Promise.all([login.end(), denied.end()]);
    ends(told, 0, /Logged in at .* as "@olive"; saved in/);
    ends(refused, 3, /it was denied in the browser/i);
    const saved = await Deno.stat(join(bench.folder, "config/flora/login.json"));
    assert.equal(saved.mode! & 0o777, 0o600);
    ends(
      await bench.run(["whoami"]),
      0,
      /olive \(a person, logged in\)[^]*the saved login[^]*\d{17,20} +admin/,
    );
    const who = JSON.parse((await bench.run(["whoami", "--json"])).stdout);
    assert.deepEqual([who.userId, who.operator, who.from], [ids.olive, false, "the saved login"]);
  });

  await t.step("what olive may, the command line may, and no more", async () => {
    await Deno.writeTextFile(join(bench.folder, "main.ts"), `on("ready", () => console.log("ready"));\n`);
    ends(await bench.run(["deploy", ...guild]), 0, /Live as deployment/);
    const [get, admin] = await Promise.all([bench.run(["get", ...guild]), bench.run(["admin", "workers"])]);
    ends(get, 0, /by @olive/);
    ends(admin, 3, /it takes an operator/);
  });

  await t.step("tokens are made, listed, used and revoked", async () => {
    const made = await bench.run(["tokens", "create", "ci", ...guild, "--role", "viewer", "--expires", "30"]);
    ends(made, 0, /^flora_[\w-]{43}\n/);
    const asToken = { FLORA_API_URL: apiUrl, FLORA_TOKEN: made.stdout.trim() };
    const [who, deploy, more, list] = await Promise.all([
      bench.run(["whoami"], asToken),
      bench.run(["deploy", ...guild], asToken),
      bench.run(["tokens", "create", "more", ...guild], asToken),
      bench.run(["tokens", "list"]),
    ]);
    ends(who, 0, /ci \(an API token\)[^]*FLORA_TOKEN[^]*viewer/);
    ends(deploy, 3, /it takes the role editor/);
    ends(more, 3, /takes the role admin/);
    ends(list, 0, /ci +api +viewer +\d+ +\d{4}-/);
    assert.ok(!list.stdout.includes(made.stdout.trim()));
    const id = /^(\S+) +ci /m.exec(list.stdout)![1]!;
    ends(await bench.run(["tokens", "revoke", id]), 0, /Revoked/);
    ends(await bench.run(["whoami"], asToken), 3, /token is unknown/);
  });

  await t.step("roles are given and taken, and the audit log tells", async () => {
    const ada = new Browser();
    const { url } = await ada.get(`${apiUrl}/api/auth/login`);
    await agree(url, ada, "ada");
    const reads = async () => {
      const response = await ada.fetch(`${apiUrl}/api/guilds/${guildId}/logs`);
      await response.body?.cancel();
      return response.status;
    };
    assert.equal(await reads(), 403);
    ends(await bench.run(["access", "grant", ids.ada!, "viewer", ...guild]), 0, /is viewer now/);
    assert.equal(await reads(), 200);
    ends(await bench.run(["access", "list", ...guild]), 0, /viewer +@olive/);
    ends(await bench.run(["access", "revoke", ids.ada!, ...guild]), 0, /Took back/);
    assert.equal(await reads(), 403);
    const [audit, everybody] = await Promise.all([
      bench.run(["audit", ...guild]),
      bench.run(["audit", "--every-guild"]),
    ]);
    ends(audit, 0, /@olive \(person\) +127\.0\.0\.1 +access\.revoke +\d+ before=viewer +done/);
    assert.match(audit.stdout, /token\.create[^]*deployment\.create/);
    ends(everybody, 3, /it takes an operator/);
  });

  await t.step(
    "a saved login that is dead gives way to the flora in the folder, and it is said",
    async () => {
      const local = { FLORA_DATA_DIR: join(bench.folder, "data") };
      const [works, ...dead] = await Promise.all([
        bench.run(["whoami"], local),
        ...[apiUrl, "http://127.0.0.1:9"].map(async (apiUrl, index) => {
          const config = join(bench.folder, `dead-${index}`);
          await Deno.mkdir(join(config, "flora"), { recursive: true });
          await Deno.writeTextFile(
            join(config, "flora/login.json"),
            JSON.stringify({ apiUrl, token: "flora_dead" }),
          );
          return await bench.run(["whoami"], { ...local, XDG_CONFIG_HOME: config });
        }),
      ]);
      ends(works!, 0, /olive/);
      for (const who of dead) {
        ends(who, 0, /operator \(an API token\)[^]*the flora that runs in this folder/);
        assert.match(who.stderr, /The saved login does not work \(Cannot .*\); using the flora that runs in/);
      }
    },
  );

  await t.step("logging out ends the login at the API too, a token that is none goes on", async () => {
    const { token: mine } = JSON.parse(
      await Deno.readTextFile(join(bench.folder, "config/flora/login.json")),
    );
    ends(await bench.run(["logout"]), 0, /Logged out of http/);
    ends(await bench.run(["whoami", "--api", apiUrl, "--token", mine]), 3, /token is unknown/);
    ends(await bench.run(["login", "--api", apiUrl], {}, `${token}\n`), 0, /as "operator"/);
    ends(await bench.run(["logout"]), 0, /The token itself goes on/);
  });

  await t.step("a session outlives the API's process, until its person logs out", async () => {
    const before = (await bench.flora.run()).processes.find(({ name }) => name === "api")!.pid;
    Deno.kill(before, "SIGKILL");
    await until("another API", async () => {
      const { processes } = await bench.flora.run();
      return processes.some(({ name, pid }) => name === "api" && pid !== before);
    });
    assert.match((await browser.get(`${apiUrl}/account`)).text, /You are olive/);
    const out = await browser.submit(`${apiUrl}/api/auth/logout`, {});
    assert.match(out.text, /You are not logged in/);
  });
});
