/** @module What guilds choose (stores, keys, prefixes, cursors, names) never becomes anything but their own data. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { Redis } from "ioredis";
import type { GuildId } from "@flora/model";
import { KvQuotaError, type Storage } from "../contract.ts";
import { openStorage } from "../open.ts";
import { type RedisServer, startRedis, whyNoRedis } from "../testing/redis-server.ts";

const missing = whyNoRedis();
const guild = "100000000000000001" as GuildId;
const other = "100000000000000002" as GuildId;
const ample = { quotaBytes: 1e9 };

/** Looks like key names, patterns, bounds and Lua of flora's own. */
const evil = [
  "{100000000000000002}",
  "}:kv:entries:s",
  "s\nkv:usage",
  "s\r\nFLUSHALL\r\n",
  "a\0b",
  "*",
  "?[a-z]*",
  "+",
  "-",
  "[",
  "(",
  "i",
  "v",
  "-inf",
  "LIMIT",
  "'); redis.call('FLUSHALL') --",
  "]] .. redis.call('FLUSHALL') .. [[",
  "%s%d%(%)",
  "__proto__",
  "kv:usage",
  "usage",
  "keys:s",
  "lease",
  "STALE lease",
  "\u{1f600}é\uffff",
];

let server: RedisServer;
let runs = 0;

if (!missing) {
  Deno.test.beforeAll(async () => {
    server = await startRedis();
  });
  Deno.test.afterAll(() => server.stop());
}

function test(name: string, body: (storage: Storage, raw: Redis, prefix: string) => Promise<void>): void {
  Deno.test({
    name: missing ? `${name} (skipped: ${missing})` : name,
    ignore: missing !== undefined,
    async fn() {
      const prefix = `keys-${++runs}`;
      const storage = await openStorage(`${server.url}?prefix=${prefix}`, { now: () => 1_000_000 });
      const raw = new Redis(server.port);
      try {
        await body(storage, raw, prefix);
      } finally {
        await storage.close();
        raw.disconnect();
      }
    },
  });
}

test(
  "kv takes any text for a store, a key, a value and metadata, and keeps them apart",
  async ({ kv }, raw) => {
    await raw.set("outside", "untouched");
    await kv.set(other, "s", "k", "theirs", ample);
    for (const store of evil) {
      for (const key of evil) await kv.set(guild, store, key, `${store}/${key}`, { ...ample, metadata: key });
    }
    for (const store of evil) {
      for (const key of evil) {
        const entry = await kv.get(guild, store, key);
        assert.deepEqual([entry?.value, entry?.metadata], [`${store}/${key}`, key]);
      }
      assert.equal(await kv.count(guild, store, {}), evil.length);
      const keys = (await kv.list(guild, store, { limit: 100 })).keys.map(({ name }) => name);
      assert.deepEqual(new Set(keys), new Set(evil));
      for (const prefix of evil) {
        assert.equal(
          await kv.count(guild, store, { prefix }),
          evil.filter((key) => key.startsWith(prefix)).length,
          JSON.stringify(prefix),
        );
      }
    }
    const stores = await kv.stores(guild, { limit: 100 });
    assert.deepEqual(new Set(stores.map(({ name }) => name)), new Set(evil));
    const bytes = stores.reduce((sum, store) => sum + store.bytes, 0);
    assert.equal(await kv.usedBytes(guild), bytes);
    for (const store of evil) assert.equal(await kv.deleteStore(guild, store), evil.length);
    assert.deepEqual([await kv.usedBytes(guild), await kv.stores(guild, { limit: 9 })], [0, []]);
    assert.equal((await kv.get(other, "s", "k"))?.value, "theirs");
    assert.equal(await raw.get("outside"), "untouched");
  },
);

test("kv.list() and items() take a forged cursor for a place in the order, whatever it holds", async ({ kv }) => {
  for (const key of ["a", "p1", "p2", "q"]) await kv.set(guild, "s", key, "", ample);
  const forged = [
    Buffer.from([0xff, 0xff]),
    Buffer.from([0]),
    Buffer.from("(+"),
    Buffer.from("-"),
    Buffer.alloc(4096, 255),
  ]
    .map((bytes) => bytes.toString("base64url"));
  for (
    const cursor of [
      ...forged,
      "",
      "!",
      "%00",
      "\0",
      "*".repeat(5000),
      Buffer.from("a").toString("base64url"),
    ]
  ) {
    const options = { prefix: "p", limit: 10, cursor };
    for (const { name } of (await kv.list(guild, "s", options)).keys) assert.match(name, /^p/);
    for (const { name } of (await kv.items(guild, "s", { ...options, maxBytes: 99 })).items) {
      assert.match(name, /^p/);
    }
  }
});

test("kv.increment() takes what is no safe integer for none", async ({ kv }) => {
  for (const by of [NaN, Infinity, -Infinity, 0.5, 2 ** 53]) {
    assert.equal(await kv.increment(guild, "s", "n", by, 1e9), null);
  }
  for (const value of ["0x10", "1e2", "inf", "nan", "1\n", " 1", "1 ", "9".repeat(400), "--1"]) {
    await kv.set(guild, "s", "n", value, ample);
    assert.equal(await kv.increment(guild, "s", "n", 1, 1e9), null, value);
  }
  await kv.set(guild, "s", "n", String(Number.MAX_SAFE_INTEGER - 1), ample);
  assert.equal(await kv.increment(guild, "s", "n", 1, 1e9), Number.MAX_SAFE_INTEGER);
  assert.equal((await kv.get(guild, "s", "n"))?.value, String(Number.MAX_SAFE_INTEGER));
});

test("names of crons, schedules, settings, webhooks and secrets are nothing but names", async (storage) => {
  for (const name of evil) {
    assert.equal(await storage.cron.claim(guild, name, 1), true);
    await storage.cron.finish(guild, name, 1, name);
    assert.equal(await storage.schedules.put(guild, { name, dueAt: 1, payload: name }, 100), true);
    assert.equal(await storage.webhooks.ensure(guild, name, `token ${name}`, 100), `token ${name}`);
    await storage.secrets.put(guild, { name, sealed: name, allowedHosts: [name], updatedAt: 1 });
  }
  await storage.settings.write(guild, new Map(evil.map((name) => [name, name])));
  await storage.state.write(guild, Object.fromEntries(evil.map((name) => [name, name])));
  const crons = await storage.cron.read(guild);
  for (const name of evil) assert.equal(Object.getOwnPropertyDescriptor(crons, name)?.value.lastStatus, name);
  assert.equal((await storage.settings.read(guild)).size, evil.length);
  assert.equal((await storage.schedules.list(guild)).length, evil.length);
  assert.equal((await storage.secrets.list(guild)).length, evil.length);
  const claimed = await storage.schedules.claim({ until: 2_000_000, limit: 100 });
  assert.deepEqual(claimed.map(({ name }) => name), evil);
  assert.deepEqual([await storage.cron.read(other), await storage.schedules.list(other)], [{}, []]);
});

test("an id that is none never becomes part of a key's name", async (storage) => {
  for (const id of ["", "1}:x", "*", "{1}", "1 2", "a", "1".repeat(21)]) {
    const forged = id as GuildId;
    await assert.rejects(storage.kv.get(forged, "s", "k"), /it is no Discord id/);
    await assert.rejects(storage.kv.set(forged, "s", "k", "v", ample), /it is no Discord id/);
    await assert.rejects(storage.state.write(forged, {}), /it is no Discord id/);
    await assert.rejects(storage.grants.listOf(id as never), /it is no Discord id/);
    const session = { hash: "h", userId: id as never, createdAt: 1, expiresAt: 2 };
    await assert.rejects(storage.sessions.add(session, 1), /it is no Discord id/);
  }
});

test(
  "every key begins with the prefix, a guild's own with its id in braces",
  async (storage, raw, prefix) => {
    await storage.kv.set(guild, "s", "k", "1", { ...ample, expiration: 9_999 });
    await storage.leases.take(guild, "worker-0", 1);
    await storage.logs.append(guild, [{ at: 1, level: "info", source: "script", message: "x" }], 9);
    await storage.cron.claim(guild, "job", 1);
    const names = await raw.keys(`${prefix}*`);
    assert.ok(names.length > 8);
    assert.ok(names.every((name) => name.startsWith(`${prefix}:`)), String(names));
    const own = names.filter((name) => name.includes(guild));
    assert.ok(own.every((name) => name.startsWith(`${prefix}:{${guild}}:`)), String(own));
  },
);

test("two prefixes in one database know nothing of one another", async (storage, _raw, prefix) => {
  const second = await openStorage(`${server.url}?prefix=${prefix}-b`);
  await storage.meta.set("k", "1");
  await storage.kv.set(guild, "s", "k", "1", ample);
  assert.equal(await second.meta.get("k"), null);
  assert.deepEqual(await second.kv.stores(guild, { limit: 9 }), []);
  await second.close();
});

test(
  "kv removes what expired in bounded steps, of a guild that never writes again too",
  async (_, raw, prefix) => {
    let now = 1_000_000;
    const storage = await openStorage(`${server.url}?prefix=${prefix}`, { now: () => now });
    const { kv } = storage;
    const expiring = { ...ample, expiration: 2_000 };
    for (const id of [guild, other]) {
      await Promise.all(
        Array.from({ length: 1_200 }, (_, n) => kv.set(id, `s${n % 3}`, `k${n}`, "1", expiring)),
      );
    }
    now = 2_000_000;
    assert.equal(await kv.usedBytes(guild), 0);
    assert.deepEqual(await kv.stores(guild, { limit: 9 }), []);
    for (let writes = 0; writes < 40; writes++) await kv.set(guild, "s", "k", "1", ample);
    const left = (await raw.keys(`${prefix}:{${other}}:*`)).sort();
    assert.deepEqual(left, [`${prefix}:{${other}}:kv:usage`]);
    assert.equal(await raw.exists(`${prefix}:kv:expiring`), 0);
    await storage.close();
  },
);

test("kv.clear(), top() and rank() reach past what one script looks through", async ({ kv }) => {
  const store = "many";
  for (let from = 0; from < 12_000; from += 1_000) {
    const entries = Array.from(
      { length: 1_000 },
      (_, n) => ({ key: `a${from + n}`, value: String(from + n + 10) }),
    );
    await kv.setMany(guild, store, entries, ample);
  }
  await kv.setMany(guild, store, [{ key: "b1", value: "2" }, { key: "b2", value: "1" }], ample);
  assert.deepEqual(await kv.top(guild, store, { prefix: "b", limit: 5 }), [
    { name: "b1", value: 2 },
    { name: "b2", value: 1 },
  ]);
  assert.equal(await kv.rank(guild, store, "b2", { prefix: "b" }), 2);
  assert.equal(await kv.rank(guild, store, "b2", {}), 12_002);
  assert.equal(await kv.rank(guild, store, "a0", { prefix: "a" }), 12_000);
  assert.equal(await kv.clear(guild, store, { prefix: "a" }), 12_000);
  assert.equal(await kv.usedBytes(guild), 2 * (4 + 2 + 1));
});

test("kv refuses more keys than a guild's quota pays for, however small they are", async ({ kv }) => {
  const quota = { quotaBytes: 1e6 };
  const some = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => ({ key: `k${from + n}`, value: "" }));
  for (let from = 0; from < 15_000; from += 1_000) {
    await kv.setMany(guild, from < 9_000 ? "s" : "t", some(from, 1_000), quota);
  }
  const full = (error: KvQuotaError) => {
    assert.ok(error instanceof KvQuotaError);
    assert.match(error.message, /^Cannot write: guild has \d+ keys of KV, at most 15625$/);
    return true;
  };
  await assert.rejects(kv.setMany(guild, "t", some(15_000, 626), quota), full);
  await kv.setMany(guild, "t", [...some(14_000, 1_000), ...some(15_000, 625), ...some(15_000, 1)], quota);
  await assert.rejects(kv.set(guild, "t", "one", "1", quota), full);
  await assert.rejects(kv.increment(guild, "t", "one", 1, quota.quotaBytes), full);
  assert.ok(await kv.set(guild, "t", "k15000", "1", quota), "what is there may be written again");
  assert.equal(await kv.delete(guild, "t", "k15000"), true);
  assert.equal(await kv.increment(guild, "t", "one", 1, quota.quotaBytes), 1);
  await kv.clear(guild, "s", {});
  await kv.setMany(guild, "s", some(0, 9_000), quota);
  await assert.rejects(kv.set(guild, "t", "two", "1", quota), full);
});
