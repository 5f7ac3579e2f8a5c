import assert from "node:assert/strict";
import { openLoopback, OTHER_GUILD, OWN_GUILD, refusalOf } from "../testing/loopback.ts";
import { PUBLIC_URL_KEY } from "./address.ts";

Deno.test("webhooks.url stays the same, cannot be guessed, and is the guild's own", async () => {
  await using loop = await openLoopback();
  await loop.storage.meta.set(PUBLIC_URL_KEY, "https://flora.example.com");
  const { url } = await loop.guest.webhooks.url({ name: "github" });
  const own = new RegExp(`^https://flora\\.example\\.com/hooks/${OWN_GUILD}/github/([\\w-]{32})$`);
  const [, token] = own.exec(url)!;
  assert.equal((await loop.guest.webhooks.url({ name: "github" })).url, url);
  assert.equal(await loop.storage.webhooks.find(OWN_GUILD, "github"), token);
  assert.equal(await loop.storage.webhooks.find(OTHER_GUILD, "github"), null);
  const other = await loop.guest.webhooks.url({ name: "stripe", guildId: OTHER_GUILD } as never);
  assert.match(other.url, new RegExp(`/hooks/${OWN_GUILD}/stripe/`));
  assert.ok(!other.url.includes(token!));
});

Deno.test("webhooks.url refuses names that are none, and names without end", async () => {
  await using loop = await openLoopback({ limits: { webhooks: 2, opsPerSecond: 1_000_000 } });
  for (const name of ["", "A", "a/b", "..", "__proto__", "a b", "-a", "a".repeat(33), "ä", 5]) {
    const refused = await refusalOf(loop.guest.webhooks.url({ name } as never));
    assert.deepEqual([refused.code, refused.path], ["INVALID_ARGUMENT", "name"], String(name));
  }
  for (let index = 0; index < 8; index++) await loop.guest.webhooks.url({ name: `n${index}` });
  assert.equal((await refusalOf(loop.guest.webhooks.url({ name: "one-more" }))).code, "LIMIT_EXCEEDED");
  await loop.guest.webhooks.url({ name: "n0" });
});

Deno.test("webhooks.answer is kept for the dispatch that gave it", async () => {
  await using loop = await openLoopback({ limits: { webhookBytes: 10 } });
  const answer = { status: 201, headers: { "content-type": "application/json", "x-id": "1" }, body: "{}" };
  assert.match((await refusalOf(loop.guest.webhooks.answer(answer))).message, /no webhook/);
  loop.running.set("d1", "webhook");
  await loop.guest.webhooks.answer(answer);
  assert.deepEqual([...loop.answers], [["d1", answer]]);
  const large = await refusalOf(loop.guest.webhooks.answer({ ...answer, body: "é".repeat(6) }));
  assert.deepEqual([large.code, large.path], ["LIMIT_EXCEEDED", "body"]);
});

Deno.test("webhooks.answer refuses what could pass for a page of flora's, or break out of a header", async () => {
  await using loop = await openLoopback();
  loop.running.set("d1", "webhook");
  const bad: [object, string][] = [
    [{ status: 199 }, "status"],
    [{ status: 600 }, "status"],
    [{ status: "200" }, "status"],
    [{ headers: { "set-cookie": "a=b" } }, "headers.set-cookie"],
    [{ headers: { location: "https://evil.test" } }, "headers.location"],
    [{ headers: { "access-control-allow-origin": "*" } }, "headers.access-control-allow-origin"],
    [{ headers: { "X-Upper": "a" } }, "headers.X-Upper"],
    [{ headers: { "x-a": "b\r\nset-cookie: c=d" } }, "headers.x-a"],
    [{ headers: { "x-a": "ü" } }, "headers.x-a"],
    [{ headers: { "content-type": "text/html" } }, "headers"],
    [{ headers: { "content-type": "text/plain, text/html" } }, "headers"],
    [{ headers: Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`x-${at}`, "1"])) }, "headers"],
    [{ body: "\ud800" }, "body"],
    [{ body: null }, "body"],
  ];
  for (const [part, path] of bad) {
    const refused = await refusalOf(
      loop.guest.webhooks.answer({ status: 200, headers: {}, body: "", ...part } as never),
    );
    assert.deepEqual([refused.code, refused.path], ["INVALID_ARGUMENT", path], JSON.stringify(part));
  }
  assert.equal(loop.answers.size, 0);
});
