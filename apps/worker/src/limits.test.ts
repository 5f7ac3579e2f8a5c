import assert from "node:assert/strict";
import { Harness } from "./testing/harness.ts";

const BURN = `
on("messageCreate", async (ctx) => {
  // An amount of work, not of time: on a busy machine time passes without CPU time.
  let sum = 0;
  for (let round = Number(ctx.msg.content); round > 0; round--) {
    for (let n = 0; n < 1_000_000_000; n++) sum = sum + n | 0;
  }
  globalThis.sum = sum;
  await ctx.reply("burnt");
});`;

Deno.test("worker slows a guild down that uses more than its share of CPU, tells its owner, and goes on later", () =>
  Harness.with(
    {
      limits: {
        cpuPerDispatchMs: 30_000,
        turnTimeoutMs: 30_000,
        dispatchTimeoutMs: 30_000,
        cpuBurstMs: 100,
        cpuSharePercent: 30,
      },
    },
    async (flora) => {
      const [greedy, neighbour] = [flora.newGuild(), flora.newGuild()];
      await flora.deploy(greedy, BURN);
      await flora.deploy(neighbour, BURN);
      assert.deepEqual(await flora.say(greedy, "4"), { status: "ok" });
      const later = flora.say(greedy, "0");
      await flora.logged(greedy, /^Script is slowed down: it used more than 30 % of a CPU core/);
      assert.deepEqual(await flora.say(neighbour, "0"), { status: "ok" });
      const refused = await flora.dispatch(flora.command(greedy, "x"));
      assert.equal(refused.status === "dropped" && refused.why, "cpu-share");
      assert.deepEqual(await later, { status: "ok" });
    },
  ));
