import assert from "node:assert/strict";
import { type Cases, guild, otherGuild } from "./backend.ts";

export const webhookCases: Cases = {
  "webhooks.ensure() answers the first token ever after, each guild its own": async (
    { storage: { webhooks }, connect },
  ) => {
    const second = await connect();
    assert.equal(await webhooks.find(guild, "a"), null);
    const tokens = await Promise.all([
      webhooks.ensure(guild, "a", "t1", 9),
      second.webhooks.ensure(guild, "a", "t2", 9),
      webhooks.ensure(guild, "a", "t3", 9),
    ]);
    assert.equal(new Set(tokens).size, 1);
    assert.equal(await second.webhooks.find(guild, "a"), tokens[0]);
    assert.equal(await webhooks.ensure(otherGuild, "a", "theirs", 9), "theirs");
    assert.equal(await webhooks.find(guild, "A"), null);
  },

  "webhooks.ensure() refuses one too many, but knows those that are there": async (
    { storage: { webhooks } },
  ) => {
    const ensure = (name: string, of = guild) => webhooks.ensure(of, name, `token of ${name}`, 2);
    assert.deepEqual(
      [
        await ensure("a"),
        await ensure("b"),
        await ensure("c"),
        await ensure("a"),
        await ensure("c", otherGuild),
      ],
      ["token of a", "token of b", null, "token of a", "token of c"],
    );
  },

  "webhooks.replace() leaves one token only": async ({ storage: { webhooks } }) => {
    assert.equal(await webhooks.replace(guild, "a", "new"), false);
    await webhooks.ensure(guild, "a", "old", 9);
    assert.equal(await webhooks.replace(otherGuild, "a", "new"), false);
    assert.equal(await webhooks.replace(guild, "a", "new"), true);
    assert.equal(await webhooks.find(guild, "a"), "new");
    assert.equal(await webhooks.ensure(guild, "a", "other", 9), "new");
  },
};
