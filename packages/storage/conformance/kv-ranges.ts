import assert from "node:assert/strict";
import { KvQuotaError } from "../src/contract.ts";
import { ample, type Cases, guild, otherGuild } from "./backend.ts";

export const kvRangeCases: Cases = {
  "kv.getMany() answers one moment, in the order asked, absent ones as null": async ({ storage: { kv } }) => {
    await kv.set(guild, "s", "a", "1", { ...ample, metadata: { m: 1 } });
    await kv.set(guild, "s", "b", "2", ample);
    await kv.set(guild, "t", "c", "3", ample);
    const found = await kv.getMany(guild, "s", ["b", "c", "a", "b"]);
    assert.deepEqual(found.map((entry) => entry && [entry.value, entry.metadata]), [
      ["2", null],
      null,
      ["1", { m: 1 }],
      ["2", null],
    ]);
    assert.deepEqual(await kv.getMany(otherGuild, "s", ["a"]), [null]);
    assert.deepEqual(await kv.getMany(guild, "s", []), []);
  },

  "kv.items() pages with values and ends a page before it grows too large": async ({ storage: { kv } }) => {
    for (const key of ["p1", "p2", "p3", "q"]) {
      await kv.set(guild, "s", key, key.repeat(5), { ...ample, ...(key === "p2" && { metadata: [1] }) });
    }
    const first = await kv.items(guild, "s", { prefix: "p", limit: 10, maxBytes: 30 });
    assert.deepEqual(
      first.items.map(({ name, value, metadata }) => [name, value, metadata]),
      [
        ["p1", "p1p1p1p1p1", null],
        ["p2", "p2p2p2p2p2", [1]],
      ].slice(0, 2),
    );
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await kv.items(guild, "s", { limit: 10, maxBytes: 1, cursor });
      assert.equal(page.items.length, 1, "an entry that is too large comes alone");
      all.push(page.items[0]!.name);
      cursor = page.cursor;
    } while (cursor !== undefined);
    assert.deepEqual(all, ["p1", "p2", "p3", "q"]);
    const none = await kv.items(guild, "s", { prefix: "x", limit: 10, maxBytes: 1 });
    assert.deepEqual(none, { items: [], complete: true });
  },

  "kv.top() and rank() agree on numbers, ties and everything that is no number": async (
    { storage: { kv } },
  ) => {
    const values = { u1: "10", u2: "9.5", u3: "10", u4: "-1", u5: "text", u6: "", v: "11", w: "1e9" };
    for (const [key, value] of Object.entries(values)) await kv.set(guild, "s", key, value, ample);
    const ranked = [["u1", 10], ["u3", 10], ["u2", 9.5], ["u4", -1]].map(([name, value]) => ({
      name,
      value,
    }));
    assert.deepEqual(await kv.top(guild, "s", { prefix: "u", limit: 10 }), ranked);
    assert.deepEqual(await kv.top(guild, "s", { limit: 2 }), [{ name: "v", value: 11 }, ranked[0]]);
    assert.equal(await kv.rank(guild, "s", "u3", { prefix: "u" }), 2);
    assert.equal(await kv.rank(guild, "s", "u3", {}), 3);
    for (const key of ["u5", "u6", "w", "absent"]) {
      assert.equal(await kv.rank(guild, "s", key, {}), null, key);
    }
    assert.equal(await kv.rank(guild, "s", "v", { prefix: "u" }), null);
    await kv.increment(guild, "s", "u4", 100, 1e9);
    assert.equal(await kv.rank(guild, "s", "u4", {}), 1);
    await kv.updateMetadata(guild, "s", "u4", 1);
    assert.equal(await kv.rank(guild, "s", "u4", {}), 1);
    await kv.set(guild, "s", "u4", "gone", ample);
    assert.equal(await kv.rank(guild, "s", "u4", {}), null);
  },

  "kv leaves what has expired out of rankings, counts and pages": async ({ storage: { kv }, clock }) => {
    for (const key of ["a", "b", "c"]) {
      await kv.set(guild, "s", key, "5", { ...ample, ...(key === "a" && { expiration: clock.seconds + 5 }) });
    }
    assert.equal(await kv.rank(guild, "s", "c", {}), 3);
    clock.advance(5_000);
    assert.equal(await kv.rank(guild, "s", "c", {}), 2);
    assert.equal(await kv.rank(guild, "s", "a", {}), null);
    assert.deepEqual((await kv.top(guild, "s", { limit: 9 })).map(({ name }) => name), ["b", "c"]);
    assert.equal(await kv.count(guild, "s", {}), 2);
    assert.equal((await kv.items(guild, "s", { limit: 9, maxBytes: 1e6 })).items.length, 2);
    assert.deepEqual(await kv.getMany(guild, "s", ["a"]), [null]);
    assert.equal(await kv.clear(guild, "s", {}), 2);
  },

  "kv.clear() takes a prefix of one store and gives its bytes back": async ({ storage: { kv } }) => {
    for (const key of ["a", "ab", "b"]) await kv.set(guild, "s", key, "1", ample);
    await kv.set(guild, "t", "a", "1", ample);
    await kv.set(otherGuild, "s", "a", "1", ample);
    assert.equal(await kv.clear(guild, "s", { prefix: "a" }), 2);
    assert.equal(await kv.clear(guild, "s", { prefix: "a" }), 0);
    assert.equal(await kv.count(guild, "s", {}), 1);
    assert.equal(await kv.count(guild, "t", {}), 1);
    assert.equal(await kv.count(otherGuild, "s", { prefix: "a" }), 1);
    assert.equal(await kv.usedBytes(guild), 6);
  },

  "kv.set() of an absent key is won by one of many writers": async ({ storage, connect, clock }) => {
    const writers = [storage, await connect(), await connect()];
    for (let round = 0; round < 20; round++) {
      const options = { ...ample, ifVersion: 0, expiration: clock.seconds + 1 };
      const answers = await Promise.all(
        writers.map(({ kv }, index) => kv.set(guild, "s", "k", String(index), options)),
      );
      assert.equal(answers.filter((version) => version !== null).length, 1);
      clock.advance(1_000);
    }
  },

  "kv.increment() and rank() stay exact under many writers": async ({ storage, connect }) => {
    const writers = [storage, await connect(), await connect()];
    await Promise.all(
      writers.flatMap(({ kv }, index) =>
        Array.from({ length: 30 }, (_, turn) => kv.increment(guild, "s", `k${(index + turn) % 3}`, turn, 1e9))
      ),
    );
    assert.deepEqual(
      (await storage.kv.top(guild, "s", { limit: 3 })).reduce((sum, { value }) => sum + value, 0),
      3 * (29 * 30) / 2,
    );
    const names = (await storage.kv.top(guild, "s", { limit: 3 })).map(({ name }) => name);
    for (const [index, name] of names.entries()) {
      assert.equal(await storage.kv.rank(guild, "s", name, {}), index + 1);
    }
  },

  "kv.set() never passes the quota under many writers": async ({ storage, connect }) => {
    const writers = [storage, await connect()];
    const results = await Promise.allSettled(
      writers.flatMap(({ kv }, writer) =>
        Array.from(
          { length: 10 },
          (_, index) => kv.set(guild, "s", `${writer}${index}`, "1234567", { quotaBytes: 55 }),
        )
      ),
    );
    const refused = results.filter((result) => result.status === "rejected");
    assert.ok(refused.every(({ reason }) => reason instanceof KvQuotaError));
    assert.equal(results.length - refused.length, 5);
    assert.equal(await storage.kv.usedBytes(guild), 50);
    assert.equal(await storage.kv.count(guild, "s", {}), 5);
  },

  "kv holds a key for its time over a clock that jumps back": async ({ storage: { kv }, clock }) => {
    const options = { ...ample, ifVersion: 0, expiration: clock.seconds + 10 };
    assert.ok(await kv.set(guild, "s", "k", "1", options));
    clock.advance(-3_600_000);
    assert.equal(await kv.set(guild, "s", "k", "2", { ...options, expiration: clock.seconds + 10 }), null);
    assert.equal(await kv.count(guild, "s", {}), 1);
    clock.advance(3_600_000 + 10_000);
    assert.ok(await kv.set(guild, "s", "k", "3", { ...options, expiration: clock.seconds + 10 }));
  },
};
