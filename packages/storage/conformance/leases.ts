import assert from "node:assert/strict";
import type { Generation } from "@flora/model";
import { LeaseLostError } from "../src/contract.ts";
import { ample, type Cases, guild, otherGuild } from "./backend.ts";

export const leaseCases: Cases = {
  "leases.take() gives a guild to one holder, each time under a greater generation": async (context) => {
    const { leases } = context.storage;
    assert.equal(await leases.read(guild), null);
    const first = await leases.take(guild, "a");
    assert.deepEqual(first, { guildId: guild, holder: "a", generation: first.generation });
    const second = await (await context.connect()).leases.take(guild, "b");
    assert.ok(second.generation > first.generation);
    assert.deepEqual(await leases.read(guild), second);
    assert.deepEqual(await leases.all(), [second]);
  },

  "leases.move() makes the prepared generation current, once, and says so again": async ({ storage }) => {
    const { leases } = storage;
    const { generation: from } = await leases.take(guild, "a");
    const to = (await leases.prepare(guild, from))!;
    assert.ok(to > from);
    assert.equal((await leases.read(guild))?.generation, from);
    assert.equal(await leases.move(guild, "b", { from, to }), true);
    assert.equal(await leases.move(guild, "b", { from, to }), true);
    assert.equal(await leases.move(guild, "c", { from, to }), false);
    assert.deepEqual(await leases.read(guild), { guildId: guild, holder: "b", generation: to });
  },

  "leases.move() loses against whatever came in between": async ({ storage: { leases } }) => {
    const overtakes: (() => Promise<unknown>)[] = [
      () => leases.take(guild, "c"),
      () => leases.revoke("a"),
      async () => leases.release(guild, (await leases.read(guild))!.generation),
      async () => leases.prepare(guild, (await leases.read(guild))!.generation),
    ];
    for (const overtake of overtakes) {
      const { generation: from } = await leases.take(guild, "a");
      const to = (await leases.prepare(guild, from))!;
      await overtake();
      assert.equal(await leases.move(guild, "b", { from, to }), false);
      assert.notEqual((await leases.read(guild))?.holder, "b");
    }
    const { generation: from } = await leases.take(guild, "a");
    const to = (await leases.prepare(guild, from))!;
    await leases.abandon(guild, to);
    assert.equal(await leases.move(guild, "b", { from, to }), false);
    assert.equal(await leases.prepare(guild, to), null);
    assert.ok((await leases.prepare(guild, from))! > to);
  },

  "leases.revoke() takes every guild of a holder, and nothing else": async ({ storage: { leases } }) => {
    const mine = await leases.take(guild, "a");
    const other = await leases.take(otherGuild, "b");
    assert.deepEqual(await leases.revoke("a"), [guild]);
    assert.deepEqual(await leases.revoke("a"), []);
    assert.ok((await leases.read(guild))!.generation > mine.generation);
    assert.equal((await leases.read(guild))!.holder, undefined);
    assert.deepEqual(await leases.all(), [other]);
  },

  "leases.release() ends only the lease it names": async ({ storage: { leases } }) => {
    const old = await leases.take(guild, "a");
    const current = await leases.take(guild, "b");
    assert.equal(await leases.release(guild, old.generation), false);
    assert.deepEqual(await leases.read(guild), current);
    assert.equal(await leases.release(guild, current.generation), true);
    assert.ok((await leases.take(guild, "c")).generation > current.generation);
  },

  "leases.pin() outlives every lease": async ({ storage: { leases } }) => {
    await leases.pin(guild, "worker-1");
    assert.equal(await leases.read(guild), null);
    await leases.take(guild, "a");
    await leases.revoke("a");
    await leases.pin(otherGuild, "worker-2");
    assert.deepEqual(await leases.pins(), [
      { guildId: guild, worker: "worker-1" },
      { guildId: otherGuild, worker: "worker-2" },
    ]);
    await leases.pin(guild, null);
    assert.deepEqual(await leases.pins(), [{ guildId: otherGuild, worker: "worker-2" }]);
  },

  "fenced() refuses every write once the lease has moved on, and leaves reads": async (context) => {
    const { storage } = context;
    const fence = { generation: (await storage.leases.take(guild, "a")).generation };
    // The holder that lost its lease is another process, and asks nobody.
    const held = (await context.connect()).fenced(fence);
    await held.kv.set(guild, "s", "k", "1", ample);
    await held.state.write(guild, { a: 1 });
    await held.cron.claim(guild, "job", 1);
    await storage.leases.take(guild, "b");
    const writes: (() => Promise<unknown>)[] = [
      () => held.kv.set(guild, "s", "k", "2", ample),
      () => held.kv.set(guild, "s", "k2", "2", { ...ample, ifVersion: 0 }),
      () => held.kv.increment(guild, "s", "k", 1, 1e9),
      () => held.kv.updateMetadata(guild, "s", "k", {}),
      () => held.kv.delete(guild, "s", "k"),
      () => held.kv.clear(guild, "s", {}),
      () => held.state.write(guild, { a: 2 }),
      () => held.cron.claim(guild, "job", 2),
      () => held.cron.finish(guild, "job", 1, "ok"),
      () => held.cron.prune(guild, []),
    ];
    for (const write of writes) await assert.rejects(write, LeaseLostError);
    assert.equal((await held.kv.get(guild, "s", "k"))?.value, "1");
    assert.deepEqual(await held.state.read(guild), { a: 1 });
    assert.deepEqual(await storage.cron.read(guild), { job: { lastDueAt: 1 } });
  },

  "fenced() lets the prepared generation write beside the current one until it is abandoned": async (
    context,
  ) => {
    const { storage } = context;
    const write = (generation: Generation) =>
      storage.fenced({ generation }).kv.set(guild, "s", "k", "1", ample);
    await write(5);
    const { generation } = await storage.leases.take(guild, "a");
    const prepared = (await storage.leases.prepare(guild, generation))!;
    await write(generation);
    await write(prepared);
    await storage.leases.abandon(guild, prepared);
    await assert.rejects(write(prepared), LeaseLostError);
    const next = (await storage.leases.prepare(guild, generation))!;
    await assert.rejects(write(prepared), LeaseLostError);
    await storage.leases.move(guild, "b", { from: generation, to: next });
    await write(next);
    await assert.rejects(write(generation), LeaseLostError);
  },
};
