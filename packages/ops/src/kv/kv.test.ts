import assert from "node:assert/strict";
import { openLoopback, refusalOf } from "../testing/loopback.ts";

Deno.test("kv set and get round-trip text and metadata", async () => {
  await using loop = await openLoopback();
  const { kv } = loop.guest;
  const { version } = await kv.set({
    store: "notes",
    key: "ключ 🔑",
    value: "\u0001 ✓",
    metadata: { by: ["x"] },
  });
  assert.ok(version !== null && version > 0);
  assert.deepEqual(await kv.get({ store: "notes", key: "ключ 🔑" }), {
    value: "\u0001 ✓",
    metadata: { by: ["x"] },
    version,
  });
  assert.deepEqual(await kv.get({ store: "notes", key: "absent" }), {
    value: null,
    metadata: null,
    version: null,
  });
  assert.deepEqual(await kv.delete({ store: "notes", key: "ключ 🔑" }), { deleted: true });
  assert.deepEqual(await kv.delete({ store: "notes", key: "ключ 🔑" }), { deleted: false });
});

Deno.test("kv set with ifVersion lets one of two writers win", async () => {
  await using loop = await openLoopback();
  const { kv } = loop.guest;
  const first = await kv.set({ store: "s", key: "k", value: "1", ifVersion: 0 });
  assert.notEqual(first.version, null);
  assert.deepEqual(await kv.set({ store: "s", key: "k", value: "2", ifVersion: 0 }), { version: null });
  const results = await Promise.all(
    ["a", "b"].map((value) => kv.set({ store: "s", key: "k", value, ifVersion: first.version! })),
  );
  assert.equal(results.filter((result) => result.version !== null).length, 1);
});

Deno.test("kv increment counts and refuses text", async () => {
  await using loop = await openLoopback();
  const { kv } = loop.guest;
  const values = await Promise.all(
    Array.from({ length: 20 }, () => kv.increment({ store: "s", key: "n", by: 2 })),
  );
  assert.deepEqual(values.map((result) => result.value).sort((a, b) => a! - b!).at(-1), 40);
  await kv.set({ store: "s", key: "text", value: "x" });
  assert.deepEqual(await kv.increment({ store: "s", key: "text", by: 1 }), { value: null });
});

Deno.test("kv list pages through a prefix with metadata", async () => {
  await using loop = await openLoopback();
  const { kv } = loop.guest;
  for (const key of ["a1", "a2", "a3", "b1"]) {
    await kv.set({ store: "s", key, value: key, metadata: { key } });
  }
  const first = await kv.list({ store: "s", prefix: "a", limit: 2 });
  assert.deepEqual(first.keys.map((key) => key.name), ["a1", "a2"]);
  assert.deepEqual(first.keys[0]!.metadata, { key: "a1" });
  assert.equal(first.list_complete, false);
  const second = await kv.list({ store: "s", prefix: "a", limit: 2, cursor: first.cursor! });
  assert.deepEqual(second.keys.map((key) => key.name), ["a3"]);
  assert.equal(second.list_complete, true);
});

Deno.test("kv expiration must be in the future and ends the key for get and list", async () => {
  await using loop = await openLoopback();
  const { kv } = loop.guest;
  const seconds = loop.clock.at / 1000;
  const refused = await refusalOf(kv.set({ store: "s", key: "k", value: "v", expiration: seconds }));
  assert.equal(refused.code, "INVALID_ARGUMENT");
  assert.equal(refused.path, "expiration");
  await kv.set({ store: "s", key: "k", value: "v", expiration: seconds + 10 });
  assert.equal((await kv.get({ store: "s", key: "k" })).value, "v");
  loop.clock.at += 10_000;
  assert.equal((await kv.get({ store: "s", key: "k" })).value, null);
  assert.deepEqual((await kv.list({ store: "s" })).keys, []);
});

Deno.test("kv refuses names, keys and metadata outside its rules, naming the path", async () => {
  await using loop = await openLoopback();
  const { kv } = loop.guest;
  const bad: [Record<string, unknown>, string][] = [
    [{ store: "", key: "k" }, "store"],
    [{ store: "a/b", key: "k" }, "store"],
    [{ store: "..", key: "k" }, "store"],
    [{ store: "x".repeat(65), key: "k" }, "store"],
    [{ store: "a\0", key: "k" }, "store"],
    [{ store: "s\ud800", key: "k" }, "store"],
    [{ store: 5, key: "k" }, "store"],
    [{ store: "s", key: "" }, "key"],
    [{ store: "s", key: "a\0b" }, "key"],
    [{ store: "s", key: "ä".repeat(257) }, "key"],
    [{ store: "s", key: "\udc00" }, "key"],
    [{ store: "s" }, "key"],
    [{ store: "s", key: "k", value: "\ud83d" }, "value"],
    [{ store: "s", key: "k", metadata: "x".repeat(1023) }, "metadata"],
    [{ store: "s", key: "k", expiration: 1.5 }, "expiration"],
    [{ store: "s", key: "k", expiration: loop.clock.at + 60_000 }, "expiration"],
    [{ store: "s", key: "k", ifVersion: -1 }, "ifVersion"],
  ];
  for (const [args, path] of bad) {
    const refused = await refusalOf(kv.set({ value: "v", ...args } as never));
    assert.equal(refused.code, "INVALID_ARGUMENT", JSON.stringify(args));
    assert.equal(refused.path, path, JSON.stringify(args));
  }
  await kv.set({ store: "s", key: "ä".repeat(256), value: "v", metadata: "x".repeat(1022) });
});

Deno.test("kv KV_LIMIT names the figures of a value and of the guild's quota", async () => {
  await using loop = await openLoopback({ limits: { kvValueBytes: 10, kvQuotaBytes: 60 } });
  const { kv } = loop.guest;
  const value = await refusalOf(kv.set({ store: "s", key: "k", value: "ä".repeat(6) }));
  assert.equal(value.code, "KV_LIMIT");
  assert.match(value.message, /value is 12 bytes, at most 10/);
  let quota: (Error & Record<string, unknown>) | undefined;
  for (let i = 0; i < 20 && !quota; i++) {
    await kv.set({ store: "s", key: `k${i}`, value: "0123456789" }).catch((error) => quota = error);
  }
  assert.equal(quota?.code, "KV_LIMIT");
  assert.match(quota!.message, /at most 60/);
});

Deno.test("kv.setMany and kv.deleteMany take all keys or none, within the limits of one call", async () => {
  await using loop = await openLoopback({ limits: { kvValueBytes: 10, kvQuotaBytes: 60 } });
  const { kv } = loop.guest;
  const entries = (count: number, value: string) =>
    Array.from({ length: count }, (_, n) => ({ key: `k${n}`, value }));
  await kv.setMany({ store: "s", entries: entries(3, "1") });
  const refused = [
    [entries(11, "1"), "KV_LIMIT"],
    [[...entries(2, "2"), { key: "x".repeat(60), value: "" }], "KV_LIMIT"],
    [[...entries(2, "2"), { key: "", value: "" }], "INVALID_ARGUMENT"],
    [[...entries(2, "2"), { key: "k", value: "\ud800" }], "INVALID_ARGUMENT"],
    [entries(101, ""), "INVALID_ARGUMENT"],
  ] as const;
  for (const [list, code] of refused) {
    assert.equal((await refusalOf(kv.setMany({ store: "s", entries: [...list] }))).code, code);
  }
  const { entries: kept } = await kv.getMany({ store: "s", keys: ["k0", "k1", "k2"] });
  assert.deepEqual(kept.map(({ value }) => value), ["1", "1", "1"]);
  assert.deepEqual(await kv.deleteMany({ store: "s", keys: ["k0", "k1", "none"] }), { deleted: 2 });
});
