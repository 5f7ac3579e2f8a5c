import assert from "node:assert/strict";
import { Harness } from "./testing/harness.ts";

const SCRIPT = `
const config = settings({ word: { type: "string", label: "Word", default: "none" } });
const first = config.value.word;
on("messageCreate", async (ctx) => { await ctx.reply(first + " " + config.value.word); });
`;

Deno.test("settings reach a script as it loads, and at once when they change, in its own guild alone", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild(), other = flora.newGuild();
    const { settings } = flora.storage;
    await settings.write(guild, new Map([["word", "early"]]));
    for (const one of [guild, other]) await flora.deploy(one, SCRIPT);
    await settings.write(guild, new Map([["word", "late"]]));
    await flora.gateway.worker.call("refreshSettings", { guildId: guild });
    for (const one of [guild, other]) assert.equal((await flora.say(one, "hi")).status, "ok");
    assert.deepEqual([flora.sent(guild), flora.sent(other)], [["early late"], ["none none"]]);
    await settings.write(guild, new Map([["word", 5 as unknown as string]]));
    await flora.restart();
    await flora.say(guild, "hi");
    assert.equal(flora.sent(guild).at(-1), "none none");
    await flora.gateway.worker.call("refreshSettings", { guildId: flora.newGuild() });
  }));
