import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { openStorage } from "@flora/storage";
import { issueOperatorToken } from "./operator-token.ts";

Deno.test("issueOperatorToken() ends the token of the last start and no other", async () => {
  const storage = await openStorage("sqlite::memory:");
  const find = (token: string) => storage.tokens.findByHash(createHash("sha256").update(token).digest("hex"));
  await storage.tokens.put({ id: "ci", hash: "h", name: "ci", kind: "api", level: "editor", createdAt: 0 });
  const first = await issueOperatorToken(storage);
  const second = await issueOperatorToken(storage);
  assert.equal(await find(first), null);
  const { name, guildIds } = (await find(second))!;
  assert.deepEqual([name, guildIds], ["operator", undefined]);
  assert.equal((await storage.tokens.list()).length, 2);
  await storage.close();
});
