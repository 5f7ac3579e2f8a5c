import assert from "node:assert/strict";
import { serveGuest } from "../testing/served-guest.ts";

/** Runs a body against the real host halves; what it logged. */
async function run(body: string): Promise<string[]> {
  await using served = await serveGuest(
    `const store = kv.store("s"); on("messageCreate", async (ctx) => { ${body} });`,
  );
  return await served.say("hi");
}

Deno.test("KvStore.cooldown() is free again after its time", async () => {
  await using served = await serveGuest(
    `on("messageCreate", async () => {
      const store = kv.store("s");
      console.log((await Promise.all([1, 2, 3].map(() => store.cooldown("a", 60)))).filter(Boolean).length);
      console.log((await store.getWithMetadata("a")).expiration);
    });`,
  );
  const start = served.loop.clock.at / 1000;
  assert.deepEqual(await served.say("1"), ["1", String(start + 60)]);
  served.loop.clock.at += 59_000;
  assert.deepEqual(await served.say("2"), ["0", String(start + 60)]);
  served.loop.clock.at += 1_000;
  assert.deepEqual(await served.say("3"), ["1", String(start + 120)]);
});

Deno.test("KvStore.claimOnce() is true once, for ever or for its time", async () => {
  const body =
    `console.log(await store.claimOnce("a"), await store.claimOnce("a"), await store.claimOnce("b", 5));
    await store.claimOnce("c", 0).catch((error) => console.log(error.code, error.path));`;
  assert.deepEqual(await run(body), ["true false true", "INVALID_ARGUMENT seconds"]);
});

Deno.test("KvStore.top() and rank() tell the greatest numbers", async () => {
  const body = `for (const [key, by] of [["u:a", 3], ["u:b", 8], ["z", 99]]) await store.increment(key, by);
    await store.set("u:c", "4.5"); await store.set("u:d", "much");
    console.log(JSON.stringify(await store.top(2, { prefix: "u:" })), JSON.stringify(await store.top(1)));
    console.log(await store.rank("u:a"), await store.rank("u:a", { prefix: "u:" }), await store.rank("u:d"));`;
  assert.deepEqual(await run(body), [
    `[{"name":"u:b","value":8},{"name":"u:c","value":4.5}] [{"name":"z","value":99}]`,
    "4 3 null",
  ]);
});

Deno.test("KvStore.items(), count(), getMany() and clear() take many keys in one call", async () => {
  const body = `for (const key of ["a1", "a2", "b"]) await store.set(key, key + "!");
    console.log(await store.count(), await store.count({ prefix: "a" }));
    const { items, list_complete, cursor } = await store.items({ prefix: "a", limit: 1 });
    console.log(items[0].name, items[0].value, list_complete, typeof cursor);
    console.log((await store.items({ prefix: "a", cursor })).items.map((item) => item.value).join());
    console.log((await store.getMany(["b", "x", "a1"])).join());
    console.log(await store.clear({ prefix: "a" }), await store.clear(), await store.count());`;
  assert.deepEqual(await run(body), ["3 2", "a1 a1! false string", "a2!", "b!,,a1!", "2 1 0"]);
});

Deno.test("KvJsonStore items() and getMany() parse", async () => {
  const body = `const typed = store.json(); await typed.set("a", { n: 1 });
    console.log((await typed.items()).items[0].value.n, JSON.stringify(await typed.getMany(["a", "b"])));`;
  assert.deepEqual(await run(body), [`1 [{"n":1},null]`]);
});

Deno.test("kv.usage() tells what all stores take", async () => {
  const body = `await store.set("k", "12345"); const usage = await kv.usage();
    console.log(usage.usedBytes, usage.quotaBytes === 64 * 1024 * 1024);`;
  assert.deepEqual(await run(body), ["7 true"]);
});

Deno.test("setMany() and deleteMany() write several keys in one call, as text and as JSON", async () => {
  await using served = await serveGuest(`on("messageCreate", async () => {
    const store = kv.store("many");
    await store.setMany({ a: "1", b: "2" });
    await store.json().setMany({ c: { n: 3 } });
    console.log(...await store.getMany(["a", "b", "c"]), await store.deleteMany(["a", "c", "none"]), await store.count());
    await store.setMany({ a: 5 }).catch((error) => console.log(error.code, error.path));
  });`);
  assert.deepEqual(await served.say("go"), ['1 2 {"n":3} 2 1', "INVALID_ARGUMENT entries.0.value"]);
});
