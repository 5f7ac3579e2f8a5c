import assert from "node:assert/strict";
import { Bench, HOME, OTHER } from "../testing/bench.ts";
import { LoginBench } from "../testing/login-bench.ts";

interface Entry {
  seq: number;
  at: number;
  actor: { kind: string; id?: string; name: string };
  action: string;
  outcome: string;
  target?: string;
  details?: Record<string, string>;
  address?: string;
}

const secret = { value: "the-true-value", allowedHosts: [] };

Deno.test("the audit log has who did what, when, from where and what came of it, and never a secret", async () => {
  await using setup = await LoginBench.open();
  const [olive, ada] = [await setup.browserOf("olive"), await setup.browserOf("ada")];
  const home = `/api/guilds/${HOME}`;
  await setup.ask(olive, 204, "PUT", `${home}/secrets/KEY`, secret);
  await setup.ask(olive, 200, "PUT", `${home}/access/${setup.id("ada")}`, { role: "viewer" });
  await setup.ask(ada, 403, "PUT", `${home}/secrets/KEY`, secret);
  const { token, info } = await setup.ask(olive, 201, "POST", "/api/tokens", {
    name: "ci",
    guildIds: [HOME],
  });
  await setup.bench.read(204, "DELETE", `${home}/secrets/KEY`, { token });
  await setup.bench.read(204, "PUT", `${home}/secrets/KEY`, { json: secret });
  const { entries } = await setup.ask(olive, 200, "GET", `${home}/audit`);
  const told = entries.map(({ actor, action, target, details, outcome }: Entry) => [
    actor.kind,
    actor.name,
    action,
    target,
    details,
    outcome,
  ]);
  assert.deepEqual(told, [
    ["operator", "operator", "secret.set", "KEY", undefined, "done"],
    ["token", "ci", "secret.delete", "KEY", { maker: setup.id("olive") }, "done"],
    ["person", "@olive", "token.create", undefined, { token: info.id, name: "ci", role: "editor" }, "done"],
    ["person", "@ada", "secret.set", "KEY", undefined, "refused"],
    ["person", "@olive", "access.grant", setup.id("ada"), { role: "viewer" }, "done"],
    ["person", "@olive", "secret.set", "KEY", undefined, "done"],
  ]);
  const [first] = entries as Entry[];
  assert.equal(first!.address, "127.0.0.1");
  assert.ok(Math.abs(first!.at - Date.now()) < 60_000);
  assert.equal(entries[2].actor.id, setup.id("olive"));
  const everything = JSON.stringify(await setup.bench.read(200, "GET", "/api/admin/audit")) +
    setup.bench.logs.join("");
  assert.doesNotMatch(everything, new RegExp(`the-true-value|${token}`));
  assert.match(everything, /"action":"login\.start"/);
});

Deno.test("who has no part in a guild leaves no mark in its log; what was malformed neither", async () => {
  await using setup = await LoginBench.open();
  const mallory = await setup.browserOf("mallory");
  const olive = await setup.browserOf("olive");
  await setup.ask(mallory, 403, "PUT", `/api/guilds/${HOME}/secrets/KEY`, secret);
  await setup.ask(olive, 400, "PUT", `/api/guilds/${HOME}/secrets/KEY`, { value: 1 });
  await setup.ask(olive, 404, "DELETE", `/api/guilds/${HOME}/secrets/KEY`);
  assert.deepEqual((await setup.ask(olive, 200, "GET", `/api/guilds/${HOME}/audit`)).entries, []);
  assert.deepEqual((await setup.ask(mallory, 200, "GET", `/api/guilds/${OTHER}/audit`)).entries, []);
});

Deno.test("the audit log is read page by page and filtered", async () => {
  await using bench = await Bench.open();
  const names = ["A", "B", "C", "D", "E"];
  for (const name of names) {
    await bench.read(204, "PUT", `/api/guilds/${HOME}/secrets/${name}`, { json: secret });
  }
  await bench.read(204, "DELETE", `/api/guilds/${HOME}/secrets/A`);
  const seen: string[] = [];
  for (let before: number | undefined, more = true; more;) {
    const query = before === undefined ? "" : `&before=${before}`;
    const page = await bench.read(200, "GET", `/api/guilds/${HOME}/audit?limit=4${query}`);
    seen.push(...page.entries.map(({ target }: Entry) => target));
    before = page.before;
    more = before !== undefined;
  }
  assert.deepEqual(seen, ["A", "E", "D", "C", "B", "A"]);
  const found = async (query: string) =>
    (await bench.read(200, "GET", `/api/guilds/${HOME}/audit?${query}`)).entries.length;
  assert.equal(await found("action=secret.delete"), 1);
  assert.equal(await found("actorId=operator&outcome=done"), 6);
  assert.equal(await found("outcome=failed"), 0);
  assert.equal(await found(`from=${Date.now() + 60_000}`), 0);
  assert.equal((await bench.refusal(400, "GET", `/api/guilds/${HOME}/audit?limit=501`)).field, "limit");
});

Deno.test("the audit log keeps as many entries as configured, and a store that fails keeps nothing else from working", async () => {
  await using bench = await Bench.open({ auditEntriesKept: 2 });
  const put = (name: string) =>
    bench.read(204, "PUT", `/api/guilds/${HOME}/secrets/${name}`, { json: secret });
  for (const name of ["A", "B", "C"]) await put(name);
  const { entries } = await bench.read(200, "GET", `/api/guilds/${HOME}/audit`);
  assert.deepEqual(entries.map(({ target }: Entry) => target), ["C", "B"]);
  bench.storage.audit.append = () => Promise.reject(new Error("disk full"));
  await put("D");
  assert.match(bench.logs.join(""), /Cannot write to the audit log/);
});
