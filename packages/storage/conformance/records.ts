/** @module The small nouns: secrets, state, meta; and what holds for the store as a whole. */
import assert from "node:assert/strict";
import { ample, type Cases, guild, otherGuild } from "./backend.ts";

export const recordCases: Cases = {
  "secrets are listed by name, replaced and deleted": async ({ storage: { secrets } }) => {
    const secret = { name: "B", sealed: "s1.x", allowedHosts: ["*.example.org"], updatedAt: 5 };
    await secrets.put(guild, secret);
    await secrets.put(guild, { ...secret, name: "A" });
    await secrets.put(guild, { ...secret, sealed: "s2", allowedHosts: [], updatedAt: 6 });
    assert.deepEqual(await secrets.list(guild), [
      { ...secret, name: "A" },
      { ...secret, sealed: "s2", allowedHosts: [], updatedAt: 6 },
    ]);
    assert.deepEqual(await secrets.list(otherGuild), []);
    assert.deepEqual(await secrets.guilds(), [guild]);
    assert.equal(await secrets.delete(otherGuild, "A"), false);
    assert.equal(await secrets.delete(guild, "A"), true);
    assert.equal(await secrets.delete(guild, "A"), false);
  },

  "state.write() replaces all values of the guild": async ({ storage: { state } }) => {
    assert.deepEqual(await state.read(guild), {});
    await state.write(guild, { a: { b: [1, "\0"] }, c: null });
    assert.deepEqual(await state.read(guild), { a: { b: [1, "\0"] }, c: null });
    await state.write(guild, { d: 1 });
    assert.deepEqual(await state.read(guild), { d: 1 });
    assert.deepEqual(await state.read(otherGuild), {});
    await state.write(guild, {});
    assert.deepEqual(await state.read(guild), {});
  },

  "meta.setIfAbsent() answers what is stored": async ({ storage: { meta } }) => {
    assert.equal(await meta.get("k"), null);
    assert.equal(await meta.setIfAbsent("k", "1"), "1");
    assert.equal(await meta.setIfAbsent("k", "2"), "1");
    await meta.set("k", "3");
    assert.equal(await meta.get("k"), "3");
  },

  "every noun is seen at once by another connection": async ({ storage, connect }) => {
    const second = await connect();
    await storage.kv.set(guild, "s", "k", "1", ample);
    assert.equal((await second.kv.get(guild, "s", "k"))?.value, "1");
    await second.kv.increment(guild, "s", "k", 1, 1e9);
    assert.equal((await storage.kv.get(guild, "s", "k"))?.value, "2");
    await second.meta.set("k", "v");
    assert.equal(await storage.meta.get("k"), "v");
  },

  "close() may be called twice and leaves the data": async ({ storage, connect }) => {
    const second = await connect();
    await second.meta.set("k", "v");
    await second.close();
    await second.close();
    await assert.rejects(second.meta.get("k"));
    assert.equal(await storage.meta.get("k"), "v");
  },
};
