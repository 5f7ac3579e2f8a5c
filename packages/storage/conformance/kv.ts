import assert from "node:assert/strict";
import { KvQuotaError } from "../src/contract.ts";
import { ample, type Cases, guild, otherGuild } from "./backend.ts";

export const kvCases: Cases = {
  "kv.get() answers what was set, whatever characters it holds": async ({ storage: { kv } }) => {
    assert.equal(await kv.get(guild, "s", "k"), null);
    const value = "a\0b\u{1f600}\u2028é\n";
    await kv.set(guild, "s", "k\u{1f600}", value, { ...ample, metadata: { a: ["\0", null] } });
    const entry = await kv.get(guild, "s", "k\u{1f600}");
    assert.equal(entry?.value, value);
    assert.deepEqual(entry?.metadata, { a: ["\0", null] });
    assert.equal(entry?.expiration, undefined);
    await kv.set(guild, "s", "empty", "", ample);
    assert.deepEqual((await kv.get(guild, "s", "empty"))?.value, "");
    assert.equal((await kv.get(guild, "s", "empty"))?.metadata, null);
  },

  "kv.set() replaces value, metadata and expiration together": async ({ storage: { kv }, clock }) => {
    await kv.set(guild, "s", "k", "1", { ...ample, metadata: 1, expiration: clock.seconds + 10 });
    await kv.set(guild, "s", "k", "2", ample);
    const entry = await kv.get(guild, "s", "k");
    assert.deepEqual({ ...entry, version: 0 }, { value: "2", metadata: null, version: 0 });
  },

  "kv keeps guilds and stores apart": async ({ storage: { kv } }) => {
    await kv.set(guild, "s", "k", "1", ample);
    await kv.set(guild, "t", "k", "2", ample);
    await kv.set(otherGuild, "s", "k", "3", ample);
    await kv.clear(guild, "s", {});
    assert.equal(await kv.get(guild, "s", "k"), null);
    assert.equal((await kv.get(guild, "t", "k"))?.value, "2");
    assert.equal((await kv.get(otherGuild, "s", "k"))?.value, "3");
    assert.deepEqual((await kv.list(guild, "t", { limit: 10 })).keys, [{ name: "k" }]);
  },

  "kv.set() with ifVersion wins only against that version": async ({ storage: { kv } }) => {
    const first = await kv.set(guild, "s", "k", "1", { ...ample, ifVersion: 0 });
    assert.ok(first);
    assert.equal(await kv.set(guild, "s", "k", "x", { ...ample, ifVersion: 0 }), null);
    const second = await kv.set(guild, "s", "k", "2", { ...ample, ifVersion: first });
    assert.equal(await kv.set(guild, "s", "k", "x", { ...ample, ifVersion: first }), null);
    const entry = await kv.get(guild, "s", "k");
    assert.deepEqual([entry?.value, entry?.version], ["2", second]);
    assert.equal(await kv.set(guild, "s", "absent", "x", { ...ample, ifVersion: second! }), null);
  },

  "kv versions grow with every write, also over delete and re-creation": async ({ storage: { kv } }) => {
    const versions: number[] = [];
    const note = async () => versions.push((await kv.get(guild, "s", "k"))!.version);
    versions.push((await kv.set(guild, "s", "k", "1", ample))!);
    await kv.increment(guild, "s", "k", 1, 1e9);
    await note();
    await kv.updateMetadata(guild, "s", "k", 1);
    await note();
    await kv.delete(guild, "s", "k");
    versions.push((await kv.set(guild, "s", "k", "1", ample))!);
    await kv.clear(guild, "s", {});
    versions.push((await kv.set(guild, "s", "k", "1", ample))!);
    await note();
    assert.equal(versions.at(-1), versions.at(-2));
    assert.deepEqual(versions.slice(0, -1), [...new Set(versions)].sort((a, b) => a - b));
  },

  "kv treats an expired key as gone at once": async ({ storage: { kv }, clock }) => {
    const expiration = clock.seconds + 5;
    for (const key of ["a", "b", "c"]) await kv.set(guild, "s", key, "1", { ...ample, expiration });
    clock.advance(4_999);
    assert.equal((await kv.get(guild, "s", "a"))?.expiration, expiration);
    assert.deepEqual((await kv.list(guild, "s", { limit: 1 })).keys, [{ name: "a", expiration }]);
    clock.advance(1);
    assert.equal(await kv.get(guild, "s", "a"), null);
    assert.deepEqual(await kv.list(guild, "s", { limit: 10 }), { keys: [], complete: true });
    assert.deepEqual(await kv.stores(guild, { limit: 10 }), []);
    assert.equal(await kv.usedBytes(guild), 0);
    assert.equal(await kv.updateMetadata(guild, "s", "a", 1), false);
    assert.equal(await kv.delete(guild, "s", "a"), false);
    assert.ok(await kv.set(guild, "s", "b", "2", { ...ample, ifVersion: 0 }));
    assert.equal(await kv.increment(guild, "s", "c", 1, 1e9), 1);
    assert.equal((await kv.get(guild, "s", "c"))?.expiration, undefined);
    assert.equal(await kv.clear(guild, "s", {}), 2);
  },

  "kv.set() with an expiration that has passed leaves nothing": async ({ storage: { kv }, clock }) => {
    await kv.set(guild, "s", "k", "1", ample);
    await kv.set(guild, "s", "k", "2", { ...ample, expiration: clock.seconds });
    assert.equal(await kv.get(guild, "s", "k"), null);
    assert.equal(await kv.usedBytes(guild), 0);
  },

  "kv.delete() of a key that has expired keeps it away when the clock jumps back": async (context) => {
    const { storage: { kv }, clock } = context;
    for (const key of ["a", "b"]) await kv.set(guild, "s", key, "1", { ...ample, expiration: clock.seconds });
    assert.equal(await kv.delete(guild, "s", "a"), false);
    assert.equal(await kv.deleteMany(guild, "s", ["b"]), 0);
    clock.advance(-5_000);
    assert.equal(await kv.get(guild, "s", "a"), null);
    assert.equal(await kv.get(guild, "s", "b"), null);
    assert.equal(await kv.usedBytes(guild), 0);
  },

  "kv.updateMetadata() keeps value and expiration": async ({ storage: { kv }, clock }) => {
    assert.equal(await kv.updateMetadata(guild, "s", "k", 1), false);
    const expiration = clock.seconds + 5;
    await kv.set(guild, "s", "k", "v\0", { ...ample, expiration, metadata: "old" });
    assert.equal(await kv.updateMetadata(guild, "s", "k", { n: 1 }), true);
    const { version: _, ...entry } = (await kv.get(guild, "s", "k"))!;
    assert.deepEqual(entry, { value: "v\0", metadata: { n: 1 }, expiration });
    assert.equal(await kv.usedBytes(guild), 1 + 1 + 2 + 7);
  },

  "kv.increment() adds to decimal integers and refuses anything else": async ({ storage: { kv }, clock }) => {
    assert.equal(await kv.increment(guild, "s", "n", 5, 1e9), 5);
    assert.equal(await kv.increment(guild, "s", "n", -7, 1e9), -2);
    assert.equal((await kv.get(guild, "s", "n"))?.value, "-2");
    const expiration = clock.seconds + 5;
    await kv.set(guild, "s", "n", "10", { ...ample, metadata: 1, expiration });
    await kv.increment(guild, "s", "n", 1, 1e9);
    const { version: _, ...entry } = (await kv.get(guild, "s", "n"))!;
    assert.deepEqual(entry, { value: "11", metadata: 1, expiration });
    for (
      const value of ["", " 1", "1.5", "1e3", "0x1", "x", "9007199254740993", String(Number.MAX_SAFE_INTEGER)]
    ) {
      await kv.set(guild, "s", "n", value, ample);
      assert.equal(await kv.increment(guild, "s", "n", 1, 1e9), null, value);
      assert.equal((await kv.get(guild, "s", "n"))?.value, value);
    }
  },

  "kv.list() orders by UTF-8 bytes and filters by prefix": async ({ storage: { kv } }) => {
    // UTF-16 order would put the emoji before U+FFFD.
    const ordered = ["A", "a", "a\u007f", "aé", "a\uffff", "a\u{1f600}", "b", "é"];
    for (const key of ordered.toReversed()) await kv.set(guild, "s", key, "", ample);
    const names = async (prefix?: string) =>
      (await kv.list(guild, "s", { prefix, limit: 100 })).keys.map(({ name }) => name);
    assert.deepEqual(await names(), ordered);
    assert.deepEqual(await names("a"), ordered.slice(1, 6));
    assert.deepEqual(await names("a%"), []);
    assert.deepEqual(await names("é"), ["é"]);
  },

  "kv.list() pages with a cursor that survives changes": async ({ storage: { kv }, clock }) => {
    const expiration = clock.seconds + 10;
    for (const key of ["p1", "p2", "p3", "p4", "p5", "q"]) {
      await kv.set(guild, "s", key, "", { ...ample, ...(key === "p3" && { metadata: [1], expiration }) });
    }
    const first = await kv.list(guild, "s", { prefix: "p", limit: 2 });
    assert.deepEqual(first.keys, [{ name: "p1" }, { name: "p2" }]);
    assert.equal(first.complete, false);
    await kv.delete(guild, "s", "p2");
    await kv.set(guild, "s", "p0", "", ample);
    const second = await kv.list(guild, "s", { prefix: "p", limit: 2, cursor: first.cursor });
    assert.deepEqual(second.keys, [{ name: "p3", metadata: [1], expiration }, { name: "p4" }]);
    const third = await kv.list(guild, "s", { prefix: "p", limit: 1, cursor: second.cursor });
    assert.deepEqual(third, { keys: [{ name: "p5" }], complete: true });
    assert.equal((await kv.list(guild, "s", { limit: 10, cursor: "\0 no cursor" })).complete, true);
  },

  "kv counts store, key, value and metadata in bytes": async ({ storage: { kv } }) => {
    await kv.set(guild, "sé", "k\u{1f600}", "é", { ...ample, metadata: { m: "é" } });
    const bytes = 3 + 5 + 2 + 10;
    assert.equal(await kv.usedBytes(guild), bytes);
    assert.deepEqual(await kv.stores(guild, { limit: 10 }), [{ name: "sé", keys: 1, bytes }]);
    await kv.set(guild, "sé", "k\u{1f600}", "", ample);
    assert.equal(await kv.usedBytes(guild), 8);
    await kv.delete(guild, "sé", "k\u{1f600}");
    assert.equal(await kv.usedBytes(guild), 0);
    assert.equal(await kv.usedBytes(otherGuild), 0);
  },

  "kv.set() refuses to pass the quota and writes nothing then": async ({ storage: { kv }, clock }) => {
    await kv.set(guild, "s", "a", "x".repeat(8), { quotaBytes: 10 });
    const refused = kv.set(guild, "s", "a", "x".repeat(9), { quotaBytes: 10 });
    await assert.rejects(refused, (error: KvQuotaError) => {
      assert.ok(error instanceof KvQuotaError);
      assert.deepEqual([error.usedBytes, error.quotaBytes], [10, 10]);
      return true;
    });
    await assert.rejects(kv.increment(guild, "s", "n", 1, 10), KvQuotaError);
    assert.equal((await kv.get(guild, "s", "a"))?.value, "x".repeat(8));
    assert.equal(await kv.get(guild, "s", "n"), null);
    assert.ok(await kv.set(guild, "s", "a", "x", { quotaBytes: 1 }), "shrinking is allowed above the quota");
    await kv.set(guild, "s", "b", "x".repeat(5), { quotaBytes: 10, expiration: clock.seconds + 1 });
    await assert.rejects(kv.set(guild, "s", "c", "", { quotaBytes: 10 + 1 }), KvQuotaError);
    clock.advance(1_000);
    assert.ok(
      await kv.set(guild, "s", "c", "x".repeat(5), { quotaBytes: 10 }),
      "expired bytes are free again",
    );
  },

  "kv stays exact after more keys expired than one write removes": async ({ storage: { kv }, clock }) => {
    for (let index = 0; index < 400; index++) {
      const at = index % 2 ? guild : otherGuild;
      await kv.set(at, "s", `k${index}`, "12345", { ...ample, expiration: clock.seconds + 1 });
    }
    clock.advance(1_000);
    assert.equal(await kv.usedBytes(guild), 0);
    await kv.set(guild, "s", "k", "1", { quotaBytes: 3 });
    assert.equal(await kv.usedBytes(guild), 3);
    assert.equal(await kv.usedBytes(otherGuild), 0);
    for (let round = 0; round < 5; round++) await kv.set(guild, "s", "k", "1", { quotaBytes: 3 });
    assert.deepEqual(await kv.stores(guild, { limit: 10 }), [{ name: "s", keys: 1, bytes: 3 }]);
  },

  "kv.stores() lists stores that were made among those that hold keys, page by page": async (
    { storage: { kv }, connect, clock },
  ) => {
    assert.equal(await kv.createStore(guild, "b", 2), "created");
    assert.equal(await kv.createStore(guild, "é", 2), "created");
    assert.equal(await kv.createStore(guild, "b", 2), "exists");
    assert.equal(await kv.createStore(guild, "x", 2), "full");
    assert.equal(await kv.createStore(otherGuild, "x", 2), "created");
    for (const store of ["a", "é", "\u{ffff}", "\u{1f600}"]) await kv.set(guild, store, "k", "1", ample);
    await kv.set(guild, "gone", "k", "1", { ...ample, expiration: clock.seconds + 1 });
    clock.advance(1_000);
    const elsewhere = (await connect()).kv;
    const names: string[] = [];
    for (let page = await elsewhere.stores(guild, { limit: 2 }); page.length > 0;) {
      names.push(...page.map(({ name, keys }) => `${name}${keys}`));
      page = await elsewhere.stores(guild, { limit: 2, after: page.at(-1)!.name });
    }
    assert.deepEqual(names, ["a1", "b0", "é1", "\u{ffff}1", "\u{1f600}1"]);
  },

  "kv.deleteStore() takes the store and its keys, and gives their bytes back": async (
    { storage: { kv } },
  ) => {
    await kv.createStore(guild, "made", 9);
    for (const key of ["a", "b"]) await kv.set(guild, "filled", key, "1", ample);
    await kv.set(otherGuild, "filled", "a", "1", ample);
    assert.equal(await kv.deleteStore(guild, "made"), 0);
    assert.equal(await kv.deleteStore(guild, "made"), null);
    assert.equal(await kv.deleteStore(guild, "filled"), 2);
    assert.equal(await kv.deleteStore(guild, "filled"), null);
    assert.deepEqual([await kv.stores(guild, { limit: 9 }), await kv.usedBytes(guild)], [[], 0]);
    assert.equal(await kv.count(otherGuild, "filled", {}), 1);
  },

  "kv.stores() lists each store once": async ({ storage: { kv } }) => {
    await kv.set(guild, "b", "k", "", ample);
    await kv.set(guild, "a", "k", "1", ample);
    await kv.set(guild, "a", "l", "22", ample);
    assert.deepEqual(await kv.stores(guild, { limit: 10 }), [{ name: "a", keys: 2, bytes: 7 }, {
      name: "b",
      keys: 1,
      bytes: 2,
    }]);
    assert.equal(await kv.clear(guild, "a", {}), 2);
    assert.equal(await kv.clear(guild, "a", {}), 0);
  },
};
