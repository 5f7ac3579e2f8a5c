import assert from "node:assert/strict";
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
    assert.deepEqual(await cron.read(guild), { job: { lastDueAt: 100 } });
    await cron.finish(guild, "job", 100, "ok");
    const ended = { job: { lastDueAt: 100, lastStatus: "ok", lastEndedAt: clock.ms } };
    assert.deepEqual(await cron.read(guild), ended);
    await cron.finish(guild, "job", 99, "threw");
    await cron.finish(guild, "unknown", 1, "ok");
    assert.deepEqual(await cron.read(guild), ended);
    await cron.claim(guild, "job", 200);
    assert.deepEqual(await cron.read(guild), { job: { lastDueAt: 200 } });
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
