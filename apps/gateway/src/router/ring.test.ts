import assert from "node:assert/strict";
import fc from "fast-check";
import { hash, Ring } from "./ring.ts";

const names = (count: number) => Array.from({ length: count }, (_, index) => `worker-${index}`);
/** Ids as Discord makes them: time first, a few low bits. */
const guilds = (count: number, seed = 0) =>
  Array.from(
    { length: count },
    (_, index) => String((1_200_000_000_000n + BigInt(index * 977 + seed)) << 22n),
  );

Deno.test("Ring.owner() keeps every worker within 15 % of the mean, up to 64 workers", () => {
  const ids = guilds(100_000);
  for (const count of [2, 3, 5, 8, 16, 32, 64]) {
    const ring = new Ring(names(count));
    const load = new Map<string, number>();
    for (const id of ids) load.set(ring.owner(id)!, (load.get(ring.owner(id)!) ?? 0) + 1);
    const mean = ids.length / count;
    for (const [worker, guilds] of load) {
      assert.ok(Math.abs(guilds / mean - 1) <= 0.15, `${worker} of ${count}: ${guilds} of mean ${mean}`);
    }
  }
});

Deno.test("Ring.owner() moves only to a worker that joins, and at most its share", () => {
  const ids = guilds(20_000, 3);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), (count) => {
      const before = new Ring(names(count));
      const after = new Ring(names(count + 1));
      let moved = 0;
      for (const id of ids) {
        if (before.owner(id) === after.owner(id)) continue;
        assert.equal(after.owner(id), `worker-${count}`);
        moved++;
      }
      assert.ok(moved / ids.length <= 1 / (count + 1) + 0.05, `${moved} moved to one of ${count + 1}`);
    }),
    { numRuns: 12 },
  );
});

Deno.test("Ring.owner() moves only the guilds of a worker that leaves", () => {
  const ids = guilds(5_000, 7);
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 20 }), fc.nat(), (count, pick) => {
      const gone = `worker-${pick % count}`;
      const before = new Ring(names(count));
      const after = new Ring(names(count).filter((name) => name !== gone));
      for (const id of ids) {
        if (before.owner(id) !== gone) assert.equal(after.owner(id), before.owner(id));
        else assert.notEqual(after.owner(id), gone);
      }
    }),
    { numRuns: 15 },
  );
});

Deno.test("Ring.owner() does not depend on the order in which workers joined", () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(names(8), { minLength: 8 }),
      fc.string(),
      (order, key) => assert.equal(new Ring(order, 64).owner(key), new Ring(names(8), 64).owner(key)),
    ),
    { numRuns: 50 },
  );
});

Deno.test("Ring.owner() is undefined without workers", () => {
  assert.equal(new Ring([]).owner("x"), undefined);
});

Deno.test("hash() gives the same figures in every process and release", () => {
  assert.deepEqual(["", "a", "100000000000000001"].map(hash), [3954623016, 298494453, 1561080395]);
  const ring = new Ring(names(3));
  assert.deepEqual(["1", "2", "3"].map((key) => ring.owner(key)), ["worker-2", "worker-0", "worker-1"]);
});
