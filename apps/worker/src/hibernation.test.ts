import assert from "node:assert/strict";
import { Harness } from "./testing/harness.ts";
import { until } from "@flora/model/until";

const COUNTS = `
const count = state("count", 0);
on("messageCreate", async (ctx) => {
  count.value++;
  await ctx.reply("count " + count.value);
});`;

Deno.test("worker puts an idle guild to sleep, keeps its state and wakes it for its next event", () =>
  Harness.with(
    { worker: { hibernation: { idleMs: 1, memoryBytes: Infinity, everyMs: 20 } } },
    async (flora) => {
      const guild = flora.newGuild();
      await flora.deploy(guild, COUNTS);
      await flora.say(guild, "a");
      const asleep = await until("sleep", async () => {
        const { guilds } = await flora.gateway.worker.call("stats", {});
        return guilds.find(({ state }) => state === "stopped");
      });
      assert.equal(asleep.dispatches, 1);
      assert.equal(asleep.residentBytes, 0);
      await flora.say(guild, "b");
      assert.deepEqual(flora.sent(guild), ["count 1", "count 2"]);
    },
  ));

Deno.test("worker keeps state over a restart and a deploy", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    await flora.say(guild, "a");
    await flora.restart();
    await flora.say(guild, "b");
    await flora.deploy(guild, COUNTS);
    await flora.say(guild, "c");
    assert.deepEqual(flora.sent(guild), ["count 1", "count 2", "count 3"]);
  }));

Deno.test("worker keeps a state that is too large as it was, tells the owner, and loses nothing else", () =>
  Harness.with({ limits: { frameBytes: 200_000 } }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(
      guild,
      `
const big = state("big", "small");
const count = state("count", 0);
on("messageCreate", async (ctx) => {
  await ctx.reply(big.value.length + " " + ++count.value);
  big.value = "x".repeat(300_000);
});`,
    );
    await flora.say(guild, "a");
    await flora.restart();
    const line = await flora.logged(guild, /Cannot keep state "big": value is 300002 bytes, all states/);
    assert.equal(line.level, "error");
    await flora.say(guild, "b");
    assert.deepEqual(flora.sent(guild), ["5 1", "5 2"]);
  }));

Deno.test("worker puts idle guilds to sleep while what they and it take is over the budget", {
  ignore: Deno.build.os !== "linux",
}, () => {
  const hibernation = { idleMs: 0, memoryBytes: Infinity, everyMs: 20 };
  return Harness.with({ worker: { hibernation } }, async (flora) => {
    const guilds = [flora.newGuild(), flora.newGuild()];
    for (const guild of guilds) {
      await flora.deploy(guild, COUNTS);
      await flora.say(guild, "a");
    }
    const slots = guilds.map((guild) => flora.worker.guilds.find(guild)!);
    assert.ok(slots.every(({ ownBytes }) => ownBytes > 2 ** 20));
    hibernation.memoryBytes = 1;
    await until("sleep", () => slots.every(({ awake }) => !awake));
    assert.ok(slots.every(({ ownBytes }) => ownBytes === 0));
    hibernation.memoryBytes = Infinity;
    await flora.say(guilds[0]!, "b");
    assert.deepEqual(flora.sent(guilds[0]!), ["count 1", "count 2"]);
  });
});
