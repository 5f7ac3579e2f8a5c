import assert from "node:assert/strict";
import { HOME, OTHER } from "../testing/bench.ts";
import { LoginBench } from "../testing/login-bench.ts";

Deno.test("a role that is given holds until it is taken back, on Discord or not", async () => {
  await using setup = await LoginBench.open();
  const [olive, ada] = [await setup.browserOf("olive"), await setup.browserOf("ada")];
  const path = `/api/guilds/${HOME}/access/${setup.id("ada")}`;
  const secret = `/api/guilds/${HOME}/secrets/KEY`;
  const put = (status: number) => setup.ask(ada, status, "PUT", secret, { value: "x", allowedHosts: [] });
  await setup.ask(ada, 403, "GET", `/api/guilds/${HOME}/secrets`);
  const given = await setup.ask(olive, 200, "PUT", path, { role: "viewer" });
  assert.deepEqual([given.userId, given.role, given.grantedBy], [setup.id("ada"), "viewer", "@olive"]);
  await setup.ask(ada, 200, "GET", `/api/guilds/${HOME}/secrets`);
  assert.match((await put(403)).detail, /it takes the role editor, @ada has viewer/);
  await setup.ask(olive, 200, "PUT", path, { role: "editor" });
  await put(204);
  await setup.ask(ada, 403, "GET", `/api/guilds/${HOME}/access`);
  const { grants } = await setup.ask(olive, 200, "GET", `/api/guilds/${HOME}/access`);
  assert.deepEqual(grants.map(({ role }: { role: string }) => role), ["editor"]);
  await setup.ask(olive, 204, "DELETE", path);
  await setup.ask(ada, 403, "GET", `/api/guilds/${HOME}/secrets`);
  await setup.ask(olive, 404, "DELETE", path);
});

Deno.test("admins who were made so make no admins; whoever manages the server on Discord does", async () => {
  await using setup = await LoginBench.open();
  const [olive, ada, max] = [
    await setup.browserOf("olive"),
    await setup.browserOf("ada"),
    await setup.browserOf("max"),
  ];
  const of = (id: string) => `/api/guilds/${HOME}/access/${id}`;
  const [adaId, friend] = [setup.id("ada"), "300000000000000001"];
  await setup.ask(olive, 200, "PUT", of(adaId), { role: "admin" });
  await setup.ask(ada, 200, "PUT", of(friend), { role: "editor" });
  const refused = await setup.ask(ada, 403, "PUT", of(friend), { role: "admin" });
  assert.match(refused.detail, /somebody who manages the server on Discord/);
  await setup.ask(max, 200, "PUT", of(friend), { role: "admin" });
  await setup.ask(ada, 403, "PUT", of(friend), { role: "viewer" });
  await setup.ask(ada, 403, "DELETE", of(friend));
  const { token } = await setup.ask(max, 201, "POST", "/api/tokens", {
    name: "automation",
    guildIds: [HOME],
    role: "admin",
  });
  const send = { token, json: { role: "admin" } };
  await setup.bench.refusal(403, "PUT", of("300000000000000002"), send);
  await setup.ask(ada, 204, "DELETE", of(adaId));
  await setup.ask(ada, 403, "GET", `/api/guilds/${HOME}/access`);
});

Deno.test("a person's token never exceeds the person: not when it is made, not afterwards", async () => {
  await using setup = await LoginBench.open();
  const max = await setup.browserOf("max");
  const make = (status: number, json: object) =>
    setup.ask(max, status, "POST", "/api/tokens", { name: "ci", ...json });
  for (const json of [{}, { role: "admin" }, { guildIds: [OTHER] }, { guildIds: [HOME, OTHER] }]) {
    assert.match((await make(403, json)).detail, /takes/);
  }
  const { token } = await make(201, { guildIds: [HOME], role: "admin" });
  const put = (status: number) =>
    setup.bench.read(status, "PUT", `/api/guilds/${HOME}/secrets/KEY`, {
      token,
      json: { value: "x", allowedHosts: [] },
    });
  await put(204);
  assert.deepEqual((await setup.bench.read(200, "GET", "/api/whoami", { token })).roles, [
    { guildId: HOME, role: "admin" },
  ]);
  // Its maker is no manager any more, but was given less.
  setup.mayManage("max", false);
  const olive = await setup.browserOf("olive");
  await setup.ask(olive, 200, "PUT", `/api/guilds/${HOME}/access/${setup.id("max")}`, { role: "viewer" });
  setup.bench.clock.aheadMs += 120_000;
  await put(403);
  await setup.bench.read(200, "GET", `/api/guilds/${HOME}/secrets`, { token });
  await setup.ask(olive, 204, "DELETE", `/api/guilds/${HOME}/access/${setup.id("max")}`);
  await setup.bench.refusal(403, "GET", `/api/guilds/${HOME}/secrets`, { token });
  const { tokens } = await setup.ask(max, 200, "GET", "/api/tokens");
  assert.deepEqual(tokens.map(({ name, maker }: Record<string, string>) => [name, maker]), [[
    "ci",
    setup.id("max"),
  ]]);
  assert.deepEqual((await setup.ask(olive, 200, "GET", "/api/tokens")).tokens, []);
  await setup.ask(olive, 404, "DELETE", `/api/tokens/${tokens[0].id}`);
  await setup.ask(max, 204, "DELETE", `/api/tokens/${tokens[0].id}`);
  await setup.bench.refusal(401, "GET", "/api/whoami", { token });
});

Deno.test("roles are judged before they are given", async () => {
  await using setup = await LoginBench.open();
  const olive = await setup.browserOf("olive");
  const put = (id: string, json: object) =>
    setup.ask(olive, 400, "PUT", `/api/guilds/${HOME}/access/${id}`, json);
  assert.equal((await put(setup.id("ada"), { role: "operator" })).field, "role");
  assert.equal((await put("ada", { role: "viewer" })).field, "userId");
});
