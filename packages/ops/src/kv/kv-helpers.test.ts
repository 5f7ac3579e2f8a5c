import assert from "node:assert/strict";
import { openLoopback, OTHER_GUILD, refusalOf } from "../testing/loopback.ts";

Deno.test("kv claim is won once per key and its time, by one of many callers", async () => {
  await using loop = await openLoopback();
  const { kv } = loop.guest;
  loop.clock.at += 999;
  const first = await Promise.all(
    Array.from({ length: 10 }, () => kv.claim({ store: "s", key: "k", seconds: 5 })),
  );
  assert.equal(first.filter(({ claimed }) => claimed).length, 1);
  loop.clock.at += 4_999;
  assert.deepEqual(await kv.claim({ store: "s", key: "k", seconds: 5 }), { claimed: false });
  loop.clock.at += 1_001;
  assert.deepEqual(await kv.claim({ store: "s", key: "k", seconds: 5 }), { claimed: true });
  const { expiration } = await kv.get({ store: "s", key: "k" });
  assert.equal(expiration, Math.ceil(loop.clock.at / 1000 + 5));
});

Deno.test("kv claim without a time holds, and counts to nothing but the quota", async () => {
  await using loop = await openLoopback({ limits: { kvQuotaBytes: 4 } });
  const { kv } = loop.guest;
  assert.deepEqual(await kv.claim({ store: "s", key: "a" }), { claimed: true });
  loop.clock.at += 1e12;
  assert.deepEqual(await kv.claim({ store: "s", key: "a" }), { claimed: false });
  assert.deepEqual((await kv.top({ store: "s", limit: 5 })).entries, []);
  assert.equal((await refusalOf(kv.claim({ store: "s", key: "bcd" }))).code, "KV_LIMIT");
});

Deno.test("kv getMany keeps the order and refuses what is too large together", async () => {
  await using loop = await openLoopback({ limits: { kvValueBytes: 10 } });
  const { kv } = loop.guest;
  await kv.set({ store: "s", key: "a", value: "0123456789", metadata: 1 });
  await kv.set({ store: "s", key: "b", value: "1" });
  const { entries } = await kv.getMany({ store: "s", keys: ["c", "a"] });
  assert.deepEqual(entries.map(({ value, metadata }) => [value, metadata]), [[null, null], [
    "0123456789",
    1,
  ]]);
  const refused = await refusalOf(kv.getMany({ store: "s", keys: ["a", "b"] }));
  assert.deepEqual([refused.code, refused.path], ["LIMIT_EXCEEDED", "keys"]);
  assert.match(refused.message, /Cannot get 2 keys: their values are 11 bytes, at most 10 in one call/);
  const many = Array.from({ length: 101 }, (_, index) => `k${index}`);
  assert.equal((await refusalOf(kv.getMany({ store: "s", keys: many }))).path, "keys");
  assert.equal((await refusalOf(kv.getMany({ store: "s", keys: ["a", ""] }))).path, "keys.1");
});

Deno.test("kv items pages with values; a page is no larger than one value may be", async () => {
  await using loop = await openLoopback({ limits: { kvValueBytes: 10 } });
  const { kv } = loop.guest;
  for (const key of ["a1", "a2", "a3", "b"]) await kv.set({ store: "s", key, value: "1234" });
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await kv.items({ store: "s", prefix: "a", cursor });
    assert.equal(page.items.length, 1);
    assert.equal(page.items[0]!.value, "1234");
    assert.equal(page.list_complete, page.cursor === undefined);
    names.push(page.items[0]!.name);
    cursor = page.cursor;
  } while (cursor !== undefined);
  assert.deepEqual(names, ["a1", "a2", "a3"]);
});

Deno.test("kv top, rank, count, clear and usage tell of this guild alone", async () => {
  await using loop = await openLoopback({ limits: { kvQuotaBytes: 1000 } });
  const { kv } = loop.guest;
  await loop.storage.kv.set(OTHER_GUILD, "s", "u:c", "100", { quotaBytes: 1000 });
  for (const [key, by] of [["u:a", 3], ["u:b", 5], ["x", 9]] as const) {
    await kv.increment({ store: "s", key, by });
  }
  assert.deepEqual((await kv.top({ store: "s", prefix: "u:", limit: 5 })).entries, [
    { name: "u:b", value: 5 },
    { name: "u:a", value: 3 },
  ]);
  assert.deepEqual(await kv.rank({ store: "s", key: "u:a" }), { rank: 3 });
  assert.deepEqual(await kv.rank({ store: "s", key: "u:a", prefix: "u:" }), { rank: 2 });
  assert.deepEqual(await kv.rank({ store: "s", key: "u:c" }), { rank: null });
  assert.deepEqual(await kv.count({ store: "s" }), { count: 3 });
  assert.deepEqual(await kv.usage({}), { usedBytes: 13, quotaBytes: 1000 });
  assert.deepEqual(await kv.clear({ store: "s", prefix: "u:" }), { deleted: 2 });
  assert.deepEqual(await kv.count({ store: "s" }), { count: 1 });
  assert.deepEqual(await kv.usage({}), { usedBytes: 3, quotaBytes: 1000 });
  assert.equal((await loop.storage.kv.get(OTHER_GUILD, "s", "u:c"))?.value, "100");
});

Deno.test("kv reads that walk through many keys count as many calls", async () => {
  await using loop = await openLoopback({ limits: { opsPerSecond: 1_000_000 } });
  let charged = 0;
  const context = {
    ...loop.context,
    quota: { ...loop.context.quota, charge: (calls: number) => charged += calls },
  };
  const slow = {
    ...context.storage,
    kv: Object.assign(Object.create(context.storage.kv), {
      count: async () => {
        for (const end = performance.now() + 5; performance.now() < end;);
        return 7;
      },
    }),
  };
  const request = { generation: 7, name: "kv.count", args: { store: "s" } };
  assert.deepEqual(await loop.serve({ ...context, storage: slow }, request), { ok: { count: 7 } });
  assert.ok(charged >= 5);
});
