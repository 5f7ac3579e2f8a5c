import assert from "node:assert/strict";
import { hashToken } from "../middleware/token.ts";
import { Bench, HOME } from "../testing/bench.ts";

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

Deno.test("tokens are the operator's alone", async () => {
  await using bench = await Bench.open();
  const token = await bench.addToken("owner", { guildIds: [HOME] });
  for (const [method, path] of [["GET", ""], ["POST", ""], ["DELETE", "/operator"]]) {
    const json = method === "POST" ? { name: "mine" } : undefined;
    const problem = await bench.refusal(403, method!, `/api/tokens${path}`, { token, json });
    assert.match(problem.detail, /operator token/);
  }
});

Deno.test("a bad token description is refused with its field", async () => {
  await using bench = await Bench.open();
  for (
    const [json, field] of [
      [{}, "name"],
      [{ name: "" }, "name"],
      [{ name: "a\u001b[2J" }, "name"],
      [{ name: "x", guildIds: [] }, "guildIds"],
      [{ name: "x", guildIds: ["1"] }, "guildIds.0"],
      [{ name: "x", expiresInDays: 0 }, "expiresInDays"],
    ] as const
  ) {
    assert.equal((await bench.refusal(400, "POST", "/api/tokens", { json })).field, field);
  }
});
