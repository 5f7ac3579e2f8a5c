import assert from "node:assert/strict";
import { type Cases, guild, otherGuild } from "./backend.ts";

export const settingCases: Cases = {
  "settings.write() sets and takes back by key, each guild its own": async (
    { storage: { settings }, connect },
  ) => {
    const second = await connect();
    assert.deepEqual(await settings.read(guild), new Map());
    await settings.write(guild, new Map<string, unknown>([["b", "é\0"], ["a", 1], ["__proto__", true]]));
    await settings.write(otherGuild, new Map([["a", "theirs"]]));
    assert.deepEqual([...await second.settings.read(guild)], [["__proto__", true], ["a", 1], ["b", "é\0"]]);
    await second.settings.write(
      guild,
      new Map<string, unknown>([["a", 2.5], ["b", undefined], ["c", false]]),
    );
    assert.deepEqual([...await settings.read(guild)], [["__proto__", true], ["a", 2.5], ["c", false]]);
    assert.deepEqual([...await settings.read(otherGuild)], [["a", "theirs"]]);
  },

  "settings.write() sets all of them or none": async ({ storage: { settings } }) => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    await assert.rejects(settings.write(guild, new Map<string, unknown>([["a", 1], ["b", circular]])));
    assert.deepEqual(await settings.read(guild), new Map());
  },
};
