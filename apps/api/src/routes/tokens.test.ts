import assert from "node:assert/strict";
import { hashToken } from "../access/proofs.ts";
import { Bench, HOME, OTHER } from "../testing/bench.ts";

const DAY_MS = 86_400_000;

Deno.test("a token is shown once, works, and ends when it is revoked", async () => {
  await using bench = await Bench.open();
  const json = { name: "ci", guildIds: [HOME], expiresInDays: 2 };
  const { token, info } = await bench.read(201, "POST", "/api/tokens", { json });
  assert.match(token, /^flora_[\w-]{43}$/);
  assert.equal(info.expiresAt - info.createdAt, 2 * DAY_MS);
  assert.equal((await bench.storage.tokens.findByHash(hashToken(token)))?.name, "ci");
  assert.equal((await bench.read(200, "GET", "/api/whoami", { token })).name, "ci");

  const list = await bench.read(200, "GET", "/api/tokens");
  assert.deepEqual(list.tokens.find(({ id }: { id: string }) => id === info.id), info);
  assert.doesNotMatch(JSON.stringify(list), new RegExp(`${hashToken(token)}|${token}`));

  await bench.read(204, "DELETE", `/api/tokens/${info.id}`);
  assert.match((await bench.refusal(401, "GET", "/api/whoami", { token })).detail, /token is unknown/);
  assert.match((await bench.refusal(404, "DELETE", `/api/tokens/${info.id}`)).detail, /Cannot revoke/);
});

Deno.test("a token sees and revokes itself alone, an operator all", async () => {
  await using bench = await Bench.open();
  const token = await bench.addToken("owner", { guildIds: [HOME] });
  await bench.addToken("other", { guildIds: [HOME] });
  const ids = async (token?: string) =>
    (await bench.read(200, "GET", "/api/tokens", { token })).tokens.map(({ id }: { id: string }) => id)
      .sort();
  assert.deepEqual([await ids(token), await ids()], [["owner"], ["operator", "other", "owner"]]);
  await bench.refusal(404, "DELETE", "/api/tokens/other", { token });
  await bench.refusal(404, "DELETE", "/api/tokens/operator", { token });
  await bench.read(204, "DELETE", "/api/tokens/owner", { token });
  await bench.refusal(401, "GET", "/api/whoami", { token });
});

Deno.test("a token makes no token that could do more, or longer, than itself", async () => {
  await using bench = await Bench.open();
  const expiresAt = Date.now() + DAY_MS;
  const admin = await bench.addToken("admin", { level: "admin", guildIds: [HOME], expiresAt });
  const editor = await bench.addToken("editor", { level: "editor", guildIds: [HOME] });
  const make = (token: string, json: object) => ({ token, json: { name: "child", ...json } });
  for (
    const [token, json] of [
      [editor, { guildIds: [HOME], role: "viewer" }],
      [admin, { guildIds: [OTHER], role: "viewer" }],
      [admin, { guildIds: [HOME, OTHER] }],
      [admin, { role: "viewer" }],
      [admin, {}],
    ] as const
  ) {
    await bench.refusal(403, "POST", "/api/tokens", make(token, json));
  }
  assert.equal(
    (await bench.refusal(
      400,
      "POST",
      "/api/tokens",
      make(bench.token, { guildIds: [HOME], role: "operator" }),
    )).field,
    "guildIds",
  );
  const child = make(admin, { guildIds: [HOME], role: "admin", expiresInDays: 30 });
  const { token, info } = await bench.read(201, "POST", "/api/tokens", child);
  assert.deepEqual([info.role, info.guildIds, info.expiresAt], ["admin", [HOME], expiresAt]);
  assert.equal((await bench.read(200, "GET", "/api/whoami", { token })).operator, false);
});

Deno.test("tokens of the installation for no guild in particular have their role in every one", async () => {
  await using bench = await Bench.open();
  const json = { name: "monitor", role: "viewer" };
  const { token } = await bench.read(201, "POST", "/api/tokens", { json });
  await bench.read(200, "GET", `/api/guilds/${HOME}/secrets`, { token });
  await bench.read(200, "GET", `/api/guilds/${OTHER}/secrets`, { token });
  const put = { token, json: { value: "x", allowedHosts: [] } };
  assert.match(
    (await bench.refusal(403, "PUT", `/api/guilds/${HOME}/secrets/KEY`, put)).detail,
    /it takes the role editor, token "monitor" has viewer/,
  );
  await bench.refusal(403, "GET", "/api/admin/workers", { token });
});

Deno.test("a bad token description is refused with its field", async () => {
  await using bench = await Bench.open();
  for (
    const [json, field] of [
      [{}, "name"],
      [{ name: "" }, "name"],
      [{ name: "a\u001b[2J" }, "name"],
      [{ name: "@olive" }, "name"],
      [{ name: "x", guildIds: [] }, "guildIds"],
      [{ name: "x", guildIds: ["1"] }, "guildIds.0"],
      [{ name: "x", expiresInDays: 0 }, "expiresInDays"],
    ] as const
  ) {
    assert.equal((await bench.refusal(400, "POST", "/api/tokens", { json })).field, field);
  }
});
