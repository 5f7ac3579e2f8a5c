import assert from "node:assert/strict";
import { Harness } from "./testing/harness.ts";
import { until } from "@flora/model/until";

const SLOW = `on("messageCreate", async (ctx) => {
  await ctx.reply("began " + ctx.msg.content);
  if (ctx.msg.content === "slow") await new Promise(() => {});
});`;

Deno.test("worker says of what runs when its guild is placed anew that it was superseded", () =>
  Harness.with({ limits: { dispatchTimeoutMs: 0 } }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, SLOW);
    const running = flora.say(guild, "slow");
    await until("it to begin", () => flora.sent(guild).includes("began slow"));
    flora.lease = ++flora.generation;
    assert.deepEqual(await flora.say(guild, "next"), { status: "ok" });
    const outcome = await running;
    assert.deepEqual([outcome.status, "why" in outcome && outcome.why], ["lost", "superseded"]);
    const late = await flora.dispatch(flora.event(guild, "messageCreate", {}), flora.generation - 1);
    assert.deepEqual([late.status, "why" in late && late.why], ["dropped", "superseded"]);
  }));
