import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { type Cases, guild, otherGuild } from "./backend.ts";

const ample = 1_000;

export const scheduleCases: Cases = {
  "schedules are listed as they are due, replaced by name, each guild its own": async (
    { storage: { schedules }, clock: { ms } },
  ) => {
    const payload = { "__proto__x": [1, "\0", null], deep: { a: "é" } };
    assert.equal(await schedules.put(guild, { name: "b", dueAt: ms + 20, payload }, ample), true);
    await schedules.put(guild, { name: "__proto__", dueAt: ms + 10, payload: null }, ample);
    await schedules.put(guild, { name: "a", dueAt: ms + 20, payload: undefined }, ample);
    await schedules.put(otherGuild, { name: "b", dueAt: ms + 5, payload: "theirs" }, ample);
    assert.deepEqual(await schedules.list(guild), [
      { name: "__proto__", dueAt: ms + 10, payload: null },
      { name: "a", dueAt: ms + 20, payload: null },
      { name: "b", dueAt: ms + 20, payload },
    ]);
    await schedules.put(guild, { name: "b", dueAt: ms + 1, payload: 2 }, ample);
    assert.deepEqual((await schedules.list(guild))[0], { name: "b", dueAt: ms + 1, payload: 2 });
    assert.equal(await schedules.cancel(guild, "b"), true);
    assert.equal(await schedules.cancel(guild, "b"), false);
    assert.deepEqual(await schedules.list(otherGuild), [{ name: "b", dueAt: ms + 5, payload: "theirs" }]);
  },

  "schedules.put() refuses one too many, but still replaces": async (
    { storage: { schedules }, clock: { ms } },
  ) => {
    const put = (name: string, of = guild) => schedules.put(of, { name, dueAt: ms, payload: name }, 2);
    assert.deepEqual(
      [await put("a"), await put("b"), await put("c"), await put("a"), await put("c", otherGuild)],
      [true, true, false, true, true],
    );
    assert.equal((await schedules.list(guild)).length, 2);
  },

  "schedules.claim() hands each due entry to one caller, those due longest first": async (
    { storage: { schedules }, connect, clock },
  ) => {
    const second = await connect();
    const start = clock.ms;
    assert.equal(await schedules.nextAt(), null);
    await schedules.put(guild, { name: "late", dueAt: start + 30, payload: null }, ample);
    await schedules.put(otherGuild, { name: "x", dueAt: start + 20, payload: 1 }, ample);
    await schedules.put(guild, { name: "early", dueAt: start + 10, payload: [2] }, ample);
    assert.equal(await second.schedules.nextAt(), start + 10);
    const until = start + 1_000;
    assert.deepEqual(await schedules.claim({ until, limit: 10 }), []);
    clock.advance(20);
    const taken = await Promise.all([
      schedules.claim({ until, limit: 1 }),
      second.schedules.claim({ until, limit: 1 }),
      schedules.claim({ until, limit: 1 }),
    ]);
    assert.deepEqual(taken.flat().map(({ id: _id, ...rest }) => rest), [
      { guildId: guild, name: "early", dueAt: start + 10, payload: [2], attempt: 1 },
      { guildId: otherGuild, name: "x", dueAt: start + 20, payload: 1, attempt: 1 },
    ]);
    assert.equal(await schedules.nextAt(), start + 30);
    assert.deepEqual((await schedules.list(guild)).map(({ name }) => name), ["late"]);
    assert.deepEqual(
      [await schedules.unfinished(guild, start + 9), await schedules.unfinished(guild, start + 10)],
      [0, 1],
    );
    for (const { id } of taken.flat()) await schedules.finish(id);
    assert.equal(await schedules.unfinished(guild, start + 20), 0);
    assert.equal(await schedules.cancel(guild, "early"), false);
  },

  "schedules.claim() that nobody ends is due again": async ({ storage: { schedules }, clock }) => {
    await schedules.put(guild, { name: "a", dueAt: clock.ms, payload: null }, ample);
    const [first] = await schedules.claim({ until: clock.ms + 100, limit: 10 });
    assert.equal(await schedules.nextAt(), clock.ms + 100);
    clock.advance(100);
    const [again] = await schedules.claim({ until: clock.ms + 100, limit: 10 });
    assert.deepEqual(again, { ...first!, attempt: 2 });
    await schedules.finish(first!.id);
    assert.equal(await schedules.nextAt(), null);
  },

  "schedules.finish() leaves an entry of the same name that was put meanwhile": async (
    { storage: { schedules }, clock },
  ) => {
    await schedules.put(guild, { name: "a", dueAt: clock.ms, payload: 1 }, 1);
    const [claimed] = await schedules.claim({ until: clock.ms + 100, limit: 10 });
    await schedules.put(guild, { name: "a", dueAt: clock.ms + 5, payload: 2 }, 1);
    await schedules.finish(claimed!.id);
    await schedules.postpone(claimed!.id, clock.ms + 999, 1);
    assert.deepEqual(await schedules.list(guild), [{ name: "a", dueAt: clock.ms + 5, payload: 2 }]);
    assert.equal(await schedules.nextAt(), clock.ms + 5);
  },

  "schedules.cancel() of a claimed entry keeps it from being tried again": async (
    { storage: { schedules }, clock },
  ) => {
    await schedules.put(guild, { name: "a", dueAt: clock.ms, payload: 1 }, ample);
    const [claimed] = await schedules.claim({ until: clock.ms + 100, limit: 10 });
    assert.equal(await schedules.cancel(guild, "a"), false);
    await schedules.postpone(claimed!.id, clock.ms, 1);
    assert.deepEqual(await schedules.claim({ until: clock.ms + 100, limit: 10 }), []);
  },

  "schedules.postpone() puts off, wake() takes that back, for one guild or for all": async (
    { storage: { schedules }, clock },
  ) => {
    const claim = async () =>
      (await schedules.claim({ until: clock.ms + 100, limit: 10 })).map(({ guildId, attempt, id }) => {
        ids.set(guildId, id);
        return [guildId, attempt];
      });
    const ids = new Map<GuildId, number>();
    for (const owner of [guild, otherGuild]) {
      await schedules.put(owner, { name: "a", dueAt: clock.ms, payload: 1 }, ample);
    }
    await claim();
    for (const id of ids.values()) await schedules.postpone(id, clock.ms + 5_000, 0);
    assert.equal((await schedules.list(guild)).length, 1);
    assert.deepEqual(await claim(), []);
    await schedules.wake(guild);
    assert.deepEqual(await claim(), [[guild, 1]]);
    await schedules.wake(guild);
    assert.deepEqual(await claim(), []);
    await schedules.postpone(ids.get(guild)!, clock.ms + 5_000, 1);
    await schedules.wake();
    assert.deepEqual(await claim(), [[guild, 2], [otherGuild, 1]]);
  },
};
