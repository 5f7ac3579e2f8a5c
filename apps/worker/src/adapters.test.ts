import assert from "node:assert/strict";
import { Harness } from "./testing/harness.ts";
import { until } from "@flora/model/until";

const COUNTS = `
const count = state("count", 0);
let globals = 0;
on("messageCreate", async (ctx) => {
  if (ctx.msg.content === "stick") Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);
  count.value++;
  await ctx.reply(count.value + " " + ++globals);
});`;

Deno.test("worker with the embedded adapter is replaced when a guest cannot be stopped; its neighbours keep their state", () =>
  Harness.with(
    { process: true, env: { FLORA_ISOLATION_ADAPTER: "embedded" }, limits: { dispatchTimeoutMs: 1_500 } },
    async (flora) => {
      const [stuck, neighbour] = [flora.newGuild(), flora.newGuild()];
      await flora.deploy(stuck, COUNTS);
      await flora.deploy(neighbour, COUNTS);
      await flora.say(neighbour, "one");
      const outcome = await flora.say(stuck, "stick").catch((error) => ({ status: error.name }));
      assert.notEqual(outcome.status, "ok");
      await flora.process.ended;
      await flora.start();
      await flora.say(neighbour, "two");
      assert.deepEqual(flora.sent(neighbour), ["1 1", "2 1"], "the state went on, in a new isolate");
    },
  ));

Deno.test("worker in per-dispatch mode gives every event a fresh isolate", () =>
  Harness.with({ process: true, env: { FLORA_ISOLATION_MODE: "per-dispatch" } }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    await flora.say(guild, "one");
    await flora.say(guild, "two");
    await until("both answers", () => flora.sent(guild).length === 2);
    assert.deepEqual(flora.sent(guild), ["1 1", "1 1"]);
  }));
