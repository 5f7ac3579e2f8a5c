import assert from "node:assert/strict";
import fc from "fast-check";
import { hash, Ring } from "./ring.ts";

const GUILDS = 100_000;

/** Ids as Discord makes them: time first, a few low bits. */
const guilds = (seed: number) =>
  Array.from(
    { length: GUILDS },
    (_, index) => String((1_200_000_000_000n + BigInt(index * 977 + seed)) << 22n),
  );
/** Pools as operators name them, and pools with any names. */
const names = (most: number, least = 1) =>
  fc.oneof(
    fc.integer({ min: least, max: most }).map((count) =>
      Array.from({ length: count }, (_, index) => `worker-${index}`)
    ),
    fc.uniqueArray(fc.stringMatching(/^[a-z0-9-]{1,24}$/), { minLength: least, maxLength: most }),
  );

Deno.test("Ring.owner() keeps every worker within 15 % of the mean, up to 64 workers", () => {
  fc.assert(
    fc.property(names(64), fc.nat(), (workers, seed) => {
      const ring = new Ring(workers);
      const load = new Map<string, number>();
      for (const id of guilds(seed)) load.set(ring.owner(id)!, (load.get(ring.owner(id)!) ?? 0) + 1);
      const mean = GUILDS / workers.length;
      assert.equal(load.size, workers.length);
      for (const [worker, count] of load) {
        assert.ok(Math.abs(count / mean - 1) <= 0.15, `${worker} has ${count}, the mean is ${mean}`);
      }
    }),
    // A fixed seed: the balance of random names is a matter of chance, five standard deviations from failing.
    { numRuns: 12, seed: 1, examples: [[Array.from({ length: 64 }, (_, index) => `worker-${index}`), 0]] },
  );
});

Deno.test("Ring.owner() moves only to a worker that joins and from one that leaves, at most 1/N + 5 % of the guilds", () => {
  fc.assert(
    fc.property(names(64, 2), fc.nat(), fc.nat(), (workers, pick, seed) => {
      const one = workers[pick % workers.length]!;
      const small = new Ring(workers.filter((name) => name !== one));
      const large = new Ring(workers);
      let moved = 0;
      for (const id of guilds(seed)) {
        // One step read both ways: `one` joins the small ring, or leaves the large one.
        if (small.owner(id) === large.owner(id)) continue;
        assert.equal(large.owner(id), one);
        moved++;
      }
      assert.ok(moved / GUILDS <= 1 / workers.length + 0.05, `${moved} moved for one of ${workers.length}`);
    }),
    { numRuns: 12 },
  );
});

Deno.test("Ring.owner() does not depend on the order in which workers joined, or on names given twice", () => {
  fc.assert(
    fc.property(names(12), fc.nat(), fc.string(), (workers, turn, key) => {
      const at = turn % workers.length;
      const turned = [...workers.slice(at), ...workers.slice(0, at), ...workers.slice(0, 1)];
      assert.equal(new Ring(turned, 64).owner(key), new Ring(workers, 64).owner(key));
    }),
    { numRuns: 100 },
  );
});

Deno.test("Ring.owner() is undefined without workers", () => {
  assert.equal(new Ring([]).owner("x"), undefined);
});

Deno.test("hash() gives the same figures in every release", () => {
  assert.deepEqual(["", "a", "100000000000000001"].map(hash), [3954623016, 298494453, 1561080395]);
});

Deno.test("Ring.owner() answers the same in another process", async () => {
  const ids = guilds(11).slice(0, 1_000);
  const script = `import { Ring } from ${JSON.stringify(new URL("./ring.ts", import.meta.url).href)};
    const ids = JSON.parse(Deno.args[0]);
    console.log(JSON.stringify(ids.map((id) => new Ring(["worker-2", "worker-0", "worker-1"], 128).owner(id))));`;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, script);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-read", "--no-check", "--quiet", file, JSON.stringify(ids)],
    }).output();
    const ring = new Ring(["worker-0", "worker-1", "worker-2"], 128);
    assert.deepEqual(JSON.parse(new TextDecoder().decode(stdout)), ids.map((id) => ring.owner(id)));
  } finally {
    await Deno.remove(file);
  }
});
