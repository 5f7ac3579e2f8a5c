import assert from "node:assert/strict";
import { StaleLeaseError } from "../src/contract.ts";
import { type Cases, guild, otherGuild } from "./backend.ts";

export const cronCases: Cases = {
  "cron.claim() is won once per due time, and never by an older one": async ({ storage, connect }) => {
    const { cron } = storage;
    const second = await connect();
    assert.equal(await cron.claim(guild, "job", 100), true);
    assert.equal(await cron.claim(guild, "job", 100), false);
    assert.equal(await second.cron.claim(guild, "job", 100), false);
    assert.equal(await second.cron.claim(guild, "job", 99), false);
    assert.equal(await second.cron.claim(guild, "job", 101), true);
    assert.equal(await cron.claim(guild, "other", 100), true);
    assert.equal(await cron.claim(otherGuild, "job", 100), true);
  },

  "cron.finish() records the end of the claimed run only": async ({ storage: { cron }, clock }) => {
    assert.deepEqual(await cron.read(guild), {});
    await cron.claim(guild, "job", 100);
    const claimed = { started: false, missed: 0 };
    assert.deepEqual(await cron.read(guild), { job: { lastDueAt: 100, ...claimed } });
    await cron.finish(guild, "job", 100, "ok");
    const ended = { job: { lastDueAt: 100, ...claimed, lastStatus: "ok", lastEndedAt: clock.ms } };
    assert.deepEqual(await cron.read(guild), ended);
    await cron.finish(guild, "job", 99, "threw");
    await cron.finish(guild, "unknown", 1, "ok");
    assert.deepEqual(await cron.read(guild), ended);
    await cron.claim(guild, "job", 200);
    assert.deepEqual(await cron.read(guild), { job: { lastDueAt: 200, ...claimed } });
  },

  "cron.start() lets a claimed run begin once, for the holder of the guild": async ({ storage, connect }) => {
    const { cron } = storage;
    const second = await connect();
    await storage.leases.take(guild, "worker-0", 5);
    await cron.claim(guild, "job", 100);
    assert.equal(await storage.fenced(guild, 5).cron.start(guild, "job", 100), true);
    assert.equal((await cron.read(guild)).job!.started, true);
    await storage.leases.take(guild, "worker-1", 6);
    assert.equal(await second.fenced(guild, 6).cron.start(guild, "job", 100), false);
    await cron.claim(guild, "job", 200);
    await assert.rejects(storage.fenced(guild, 5).cron.start(guild, "job", 200), StaleLeaseError);
    assert.equal((await cron.read(guild)).job!.started, false);
    assert.equal(await second.fenced(guild, 6).cron.start(guild, "job", 200), true);
    // What a newer claim has overtaken, and what nobody claimed, is not known to have begun.
    assert.equal(await cron.start(guild, "job", 100), true);
    assert.equal(await cron.start(guild, "other", 100), true);
  },

  "cron.miss() counts the runs that nobody made up for": async ({ storage: { cron }, clock }) => {
    await cron.miss(guild, "job", 100, 3);
    const missed = { lastDueAt: 100, started: false, lastStatus: "missed", lastEndedAt: clock.ms, missed: 3 };
    assert.deepEqual(await cron.read(guild), { job: missed });
    await cron.claim(guild, "job", 200);
    await cron.miss(guild, "job", 200, 1);
    await cron.miss(guild, "job", 150, 1);
    assert.deepEqual(await cron.read(guild), { job: { lastDueAt: 200, started: false, missed: 3 } });
    await cron.miss(guild, "job", 300, 2);
    assert.equal((await cron.read(guild)).job!.missed, 5);
    assert.equal(await cron.claim(guild, "job", 300), false);
  },

  "cron.prune() forgets the jobs that are not kept": async ({ storage: { cron } }) => {
    for (const job of ["a", "b", "__proto__"]) await cron.claim(guild, job, 1);
    await cron.claim(otherGuild, "a", 1);
    await cron.prune(guild, ["b", "x"]);
    assert.deepEqual(Object.keys(await cron.read(guild)), ["b"]);
    await cron.prune(guild, []);
    assert.deepEqual(await cron.read(guild), {});
    assert.deepEqual(Object.keys(await cron.read(otherGuild)), ["a"]);
  },
};
