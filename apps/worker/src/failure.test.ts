import assert from "node:assert/strict";
import { Harness } from "./testing/harness.ts";
import { until } from "./testing/until.ts";

const ECHO = `
on("messageCreate", async (ctx) => {
  if (ctx.msg.content === "loop") for (;;);
  await ctx.reply(ctx.msg.content);
});`;

Deno.test("worker ends an endless loop, reports it and starts the script again; a neighbour notices nothing", () =>
  Harness.with({ limits: { dispatchTimeoutMs: 1_500, cpuPerDispatchMs: 60_000 } }, async (flora) => {
    const [looper, neighbour] = [flora.newGuild(), flora.newGuild()];
    await flora.deploy(looper, ECHO);
    await flora.deploy(neighbour, ECHO);
    const began = Date.now();
    let looping = true;
    const loop = flora.say(looper, "loop").finally(() => looping = false);
    let replies = 0;
    while (looping) {
      assert.deepEqual(await flora.say(neighbour, `reply ${replies}`), { status: "ok" });
      replies++;
    }
    const outcome = await loop;
    assert.ok(["lost", "timed-out", "threw"].includes(outcome.status), outcome.status);
    assert.ok(Date.now() - began < 10_000, "ended in time");
    assert.ok(replies >= 3, `the neighbour was served ${replies} times`);
    const line = await until(
      "a line of flora's",
      async () =>
        (await flora.logs(looper)).find(({ source, level }) => source === "flora" && level === "error"),
    );
    assert.ok(line.message.length > 0);
    await until("the script to answer again", async () => (await flora.say(looper, "back")).status === "ok");
    assert.equal(flora.sent(looper).at(-1), "back");
  }));

Deno.test("worker ends a handler that overruns its deadline alone", () =>
  Harness.with({ limits: { dispatchTimeoutMs: 500 } }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(
      guild,
      `let events = 0;
      on("messageCreate", async (ctx) => {
        console.log("event", ++events);
        if (ctx.msg.content === "wait") await new Promise(() => {});
        await ctx.reply("fine");
      });`,
    );
    assert.deepEqual(await flora.say(guild, "wait"), { status: "timed-out" });
    const line = await flora.logged(guild, /took longer than 500 ms/);
    assert.equal(line.event, "messageCreate");
    assert.deepEqual(await flora.say(guild, "go"), { status: "ok" });
    await flora.logged(guild, /^event 2$/);
  }));
