/** @module KV under several connections that write at once, as the workers of one machine or of many do, and under a clock that jumps. */
import assert from "node:assert/strict";
import { KvQuotaError, type Storage } from "../src/contract.ts";
import { ample, type CaseContext, type Cases, guild } from "./backend.ts";

const TIMES = 40;
const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

/** Has three connections do the same at once, `TIMES` each, and collects what came of it. */
async function together<T>(
  { storage, connect }: CaseContext,
  work: (kv: Storage["kv"], n: number, connection: number) => Promise<T>,
): Promise<T[]> {
  const connections = [storage, await connect(), await connect()];
  return await Promise.all(times(TIMES, (n) => connections.map(({ kv }, at) => work(kv, n, at))).flat());
}

/** What all live entries of a store take up, counted one by one. */
async function countedBytes(kv: Storage["kv"], store: string): Promise<number> {
  const { items } = await kv.items(guild, store, { limit: 1_000, maxBytes: 1e9 });
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  return items.reduce((sum, { name, value }) => sum + bytes(store) + bytes(name) + bytes(value), 0);
}

export const kvTogetherCases: Cases = {
  "kv.increment() loses nothing between connections": async (context) => {
    const sums = await together(context, (kv) => kv.increment(guild, "s", "n", 1, 1e9));
    assert.equal(new Set(sums).size, 3 * TIMES);
    assert.equal((await context.storage.kv.get(guild, "s", "n"))?.value, String(3 * TIMES));
  },

  "kv.set() of an absent key has one winner between connections": async (context) => {
    const won = await together(
      context,
      async (kv, n, connection) =>
        await kv.set(guild, "s", `k${n}`, String(connection), { ...ample, ifVersion: 0 }) === null
          ? undefined
          : [`k${n}`, String(connection)],
    );
    const winners = won.filter((one) => one !== undefined);
    assert.equal(winners.length, TIMES);
    for (const [key, value] of winners as [string, string][]) {
      assert.equal((await context.storage.kv.get(guild, "s", key))?.value, value);
    }
  },

  "kv.set() with ifVersion makes read and write one step between connections": async (context) => {
    await together(context, async (kv) => {
      for (;;) {
        const found = await kv.get(guild, "s", "n");
        const next = String(Number(found?.value ?? 0) + 1);
        const version = await kv.set(guild, "s", "n", next, { ...ample, ifVersion: found?.version ?? 0 });
        if (version !== null) return version;
      }
    });
    assert.equal((await context.storage.kv.get(guild, "s", "n"))?.value, String(3 * TIMES));
  },

  "kv.setMany() writes every key or none, and replaces what was there": async ({ storage: { kv } }) => {
    await kv.set(guild, "s", "a", "old", { ...ample, metadata: 1 });
    await kv.setMany(guild, "s", [{ key: "a", value: "1" }, { key: "b", value: "2" }], ample);
    const [a, b] = await kv.getMany(guild, "s", ["a", "b"]);
    assert.deepEqual([a?.value, a?.metadata, b?.value], ["1", null, "2"]);
    const tooMuch = [{ key: "a", value: "x" }, { key: "c", value: "y".repeat(100) }];
    await assert.rejects(kv.setMany(guild, "s", tooMuch, { quotaBytes: 50 }), KvQuotaError);
    assert.equal((await kv.get(guild, "s", "a"))?.value, "1");
    assert.equal(await kv.get(guild, "s", "c"), null);
    await kv.setMany(guild, "s", [{ key: "a", value: "first" }, { key: "a", value: "last" }], ample);
    assert.equal((await kv.get(guild, "s", "a"))?.value, "last");
    assert.equal(await kv.deleteMany(guild, "s", ["a", "a", "b", "none"]), 2);
    assert.equal(await kv.usedBytes(guild), 0);
  },

  "kv.setMany() of several connections leaves the keys of one": async (context) => {
    const keys = ["a", "b", "c", "d"];
    await together(context, async (kv, n, connection) => {
      const value = `${connection}-${n}`;
      await kv.setMany(guild, "s", keys.map((key) => ({ key, value })), ample);
    });
    const values = (await context.storage.kv.getMany(guild, "s", keys)).map((entry) => entry?.value);
    assert.equal(new Set(values).size, 1, String(values));
  },

  "kv keeps the quota between connections, to the byte": async (context) => {
    const quotaBytes = 500;
    const came = await together(context, async (kv, n, connection) => {
      try {
        await kv.set(guild, "s", `k${connection}-${n}`, "x".repeat(n), { quotaBytes });
        return "written";
      } catch (error) {
        if (error instanceof KvQuotaError) return "refused";
        throw error;
      }
    });
    assert.deepEqual([...new Set(came)].sort(), ["refused", "written"]);
    const { kv } = context.storage;
    const used = await kv.usedBytes(guild);
    assert.ok(used <= quotaBytes, `${used} bytes`);
    assert.equal(used, await countedBytes(kv, "s"));
  },

  "kv counts every byte while connections write, delete and clear at once": async (context) => {
    await together(context, async (kv, n, connection) => {
      const key = `k${n % 7}`;
      if (n % 10 === 9) await kv.clear(guild, "s", { prefix: `k${connection}` });
      else if (n % 3 === 2) await kv.delete(guild, "s", key);
      else await kv.set(guild, "s", key, "x".repeat(n + connection), ample);
    });
    const { kv } = context.storage;
    assert.equal(await kv.usedBytes(guild), await countedBytes(kv, "s"));
    await kv.clear(guild, "s", {});
    assert.equal(await kv.usedBytes(guild), 0);
  },

  "kv.set() through one connection is seen through the others at once": async ({ storage, connect }) => {
    const other = await connect();
    for (let n = 0; n < 20; n++) {
      await storage.kv.set(guild, "s", "k", String(n), ample);
      assert.equal((await other.kv.get(guild, "s", "k"))?.value, String(n));
    }
  },

  "kv agrees with itself after its clock jumped far ahead and back": async ({ storage: { kv }, clock }) => {
    const expiration = clock.seconds + 60;
    for (const key of ["a", "b", "c"]) await kv.set(guild, "s", key, "1", { ...ample, expiration });
    await kv.set(guild, "s", "stays", "1", ample);
    const years = 10 * 365 * 86_400_000;
    clock.advance(years);
    assert.deepEqual((await kv.list(guild, "s", { limit: 10 })).keys.map(({ name }) => name), ["stays"]);
    assert.equal(await kv.usedBytes(guild), 1 + 5 + 1);
    const ahead = await kv.set(guild, "s", "a", "2", ample);
    clock.advance(-years);
    const names = (await kv.list(guild, "s", { limit: 10 })).keys.map(({ name }) => name);
    assert.deepEqual(names.filter((name) => !["b", "c"].includes(name)), ["a", "stays"]);
    assert.equal(await kv.count(guild, "s", {}), names.length);
    for (const name of ["b", "c"]) {
      assert.equal(await kv.get(guild, "s", name) !== null, names.includes(name), name);
    }
    assert.equal(await kv.usedBytes(guild), await countedBytes(kv, "s"));
    const back = await kv.set(guild, "s", "a", "3", ample);
    assert.ok(back! > ahead!, "versions grow whatever the clock does");
    clock.advance(60_000);
    assert.equal(await kv.get(guild, "s", "b"), null);
    assert.equal(await kv.usedBytes(guild), await countedBytes(kv, "s"));
  },

  "kv gives a claim away again only when its time is over, whichever way the clock jumps": async (
    { storage: { kv }, clock },
  ) => {
    const claim = async () => {
      const expiration = clock.seconds + 30;
      return await kv.set(guild, "s", "claim", "", { ...ample, ifVersion: 0, expiration }) !== null;
    };
    assert.equal(await claim(), true);
    clock.advance(-3_600_000);
    assert.equal(await claim(), false, "not while it is longer than it was meant to be");
    clock.advance(3_600_000 + 29_000);
    assert.equal(await claim(), false);
    clock.advance(1_000);
    assert.equal(await claim(), true);
  },
};
