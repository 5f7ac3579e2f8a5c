import assert from "node:assert/strict";
import { StaleLeaseError } from "../src/contract.ts";
import { ample, type Cases, guild, otherGuild } from "./backend.ts";

export const leaseCases: Cases = {
  "leases.take() moves a guild forward and never back": async ({ storage: { leases } }) => {
    assert.equal(await leases.read(guild), null);
    assert.equal(await leases.take(guild, "worker-0", 5), true);
    assert.equal(await leases.take(guild, "worker-1", 5), false);
    assert.equal(await leases.take(guild, "worker-1", 4), false);
    assert.deepEqual(await leases.read(guild), { owner: "worker-0", generation: 5 });
    assert.equal(await leases.take(guild, "worker-1", 6), true);
    assert.deepEqual(await leases.read(guild), { owner: "worker-1", generation: 6 });
    assert.equal(await leases.read(otherGuild), null);
  },

  "leases.take() of one generation succeeds once, however many ask": async ({ storage, connect }) => {
    const others = await Promise.all(Array.from({ length: 4 }, connect));
    const takes = [storage, ...others].map((one, index) => one.leases.take(guild, `worker-${index}`, 7));
    assert.equal((await Promise.all(takes)).filter(Boolean).length, 1);
  },

  "fenced() writes while its generation holds the lease, on any connection": async ({ storage, connect }) => {
    const second = await connect();
    await storage.leases.take(guild, "worker-0", 5);
    const owner = second.fenced(guild, 5);
    await owner.kv.set(guild, "s", "k", "1", ample);
    await owner.state.write(guild, { a: 1 });
    assert.equal((await storage.kv.get(guild, "s", "k"))?.value, "1");
    assert.deepEqual(await storage.state.read(guild), { a: 1 });
  },

  "fenced() refuses every write once a newer generation holds the lease, and still reads": async (
    { storage },
  ) => {
    const before = storage.fenced(guild, 5);
    await storage.leases.take(guild, "worker-0", 5);
    await before.kv.set(guild, "s", "n", "1", ample);
    await storage.leases.take(guild, "worker-1", 6);
    const writes = [
      () => before.kv.set(guild, "s", "k", "2", ample),
      () => before.kv.increment(guild, "s", "n", 1, 1e9),
      () => before.kv.updateMetadata(guild, "s", "n", 1),
      () => before.kv.delete(guild, "s", "n"),
      () => before.kv.clear(guild, "s", {}),
      () => before.schedules.put(guild, { name: "s", dueAt: 1, payload: 1 }, 9),
      () => before.schedules.cancel(guild, "s"),
      () => before.state.write(guild, { a: 2 }),
    ];
    for (const write of writes) await assert.rejects(write(), StaleLeaseError);
    assert.equal((await before.kv.get(guild, "s", "n"))?.value, "1");
    assert.deepEqual(await storage.kv.list(guild, "s", { limit: 9 }), {
      keys: [{ name: "n" }],
      complete: true,
    });
    assert.deepEqual(await storage.state.read(guild), {});
    await storage.fenced(guild, 6).kv.set(guild, "s", "k", "3", ample);
    await storage.fenced(otherGuild, 1).kv.set(otherGuild, "s", "k", "4", ample);
  },
};
