import assert from "node:assert/strict";
import { Harness } from "./testing/harness.ts";
import { until } from "./testing/until.ts";

const COUNTS = `
const count = state("count", 0);
on("messageCreate", async (ctx) => {
  if (ctx.msg.content === "slow") await new Promise((resolve) => setTimeout(resolve, 400));
  count.value++;
  await ctx.reply(count.value + " " + ctx.msg.content);
});
setInterval(() => kv.store("ticks").increment("n").catch(() => {}), 5);`;

const migrationId = "mig_1";

Deno.test("worker freezes a guild with its state, gives back what had not started, and goes on when taken back", () =>
  Harness.with({ limits: { concurrentDispatches: 1 } }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    await flora.say(guild, "a");
    const slow = flora.say(guild, "slow");
    const queued = flora.say(guild, "b");
    const { worker } = flora.gateway;
    await until("the slow one to run", () => flora.worker.guilds.find(guild)!.stats().dispatches === 2);
    const step = { guildId: guild, migrationId };
    const { envelope, waitedMs } = await worker.call("freeze", { ...step, timeoutMs: 5_000 });
    assert.ok(waitedMs > 100, "the handler that ran was waited for");
    assert.deepEqual([(await slow).status, (await queued).status], ["ok", "returned"]);
    assert.equal(envelope.undelivered.length, 1);
    assert.deepEqual(envelope.state, { count: 2 });
    assert.deepEqual(
      await worker.call("freeze", { ...step, timeoutMs: 5_000 }),
      { envelope, waitedMs },
      "asked again, the same",
    );
    await assert.rejects(
      worker.call("freeze", { guildId: guild, migrationId: "mig_2", timeoutMs: 0 }),
      /moves already/,
    );
    const ticks = async () => Number((await flora.storage.kv.get(guild, "ticks", "n"))?.value ?? 0);
    const frozenAt = await ticks();
    await worker.call("takeBack", step);
    await until("timers to run on", async () => await ticks() > frozenAt);
    await flora.say(guild, "b");
    assert.deepEqual(flora.sent(guild), ["1 a", "2 slow", "3 b"]);
  }));

Deno.test("worker refuses to freeze while a handler runs longer than the move may wait, and goes on", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    const slow = flora.say(guild, "slow");
    await until("it to run", () => flora.worker.guilds.find(guild)?.stats().dispatches === 1);
    const step = { guildId: guild, migrationId };
    await assert.rejects(
      flora.gateway.worker.call("freeze", { ...step, timeoutMs: 10 }),
      /handlers still run after 10 ms/,
    );
    assert.equal((await slow).status, "ok");
    await flora.say(guild, "b");
    assert.deepEqual(flora.sent(guild), ["1 slow", "2 b"]);
  }));

Deno.test("worker runs a moved guild on, its interactions too; the one it left can write nothing any more", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(
      guild,
      `${COUNTS}
      on("messageCreate", async (ctx) => { if (ctx.msg.content === "answer") await rest.sendInteractionResponse({
        token: await kv.store("t").get("token"), content: "late" }); });
      on("interactionCreate", (ctx) => kv.store("t").set("token", ctx.msg.interactionToken));`,
    );
    await flora.say(guild, "a");
    await flora.dispatch(flora.command(guild, "x"));
    const { worker } = flora.gateway;
    const step = { guildId: guild, migrationId };
    const { envelope } = await worker.call("freeze", { ...step, timeoutMs: 5_000 });
    const stale = flora.storage.fenced(guild, envelope.generation);
    await worker.call("dispose", step);
    assert.equal(flora.worker.guilds.find(guild), undefined);

    const generation = ++flora.generation;
    await worker.call("thaw", { envelope, generation });
    await worker.call("thaw", { envelope, generation });
    await flora.storage.leases.take(guild, "worker-0", generation);
    await assert.rejects(stale.kv.set(guild, "s", "k", "v", { quotaBytes: 1e9 }), /has lost its lease/);
    await flora.say(guild, "b");
    assert.equal(flora.sent(guild).at(-1), "2 b");
    assert.deepEqual(await flora.storage.state.read(guild), { count: 1 });
    await flora.say(guild, "answer");
    const answered = flora.gateway.asked.find(({ route }) => route === "interactions.respond");
    assert.equal(answered?.params.interactionToken, "true-interaction-token");
  }));

Deno.test("worker moves a guild that sleeps without waking it, and drops one whose move came to nothing", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    await flora.say(guild, "a");
    await flora.worker.guilds.find(guild)!.hibernate();
    const step = { guildId: guild, migrationId };
    const { worker } = flora.gateway;
    const { envelope } = await worker.call("freeze", { ...step, timeoutMs: 0 });
    assert.deepEqual([envelope.revisionId, envelope.state], [null, null]);
    await worker.call("dispose", step);
    await worker.call("thaw", { envelope, generation: ++flora.generation });
    assert.equal(flora.worker.guilds.find(guild)!.awake, false);
    await worker.call("drop", step);
    assert.equal(flora.worker.guilds.find(guild), undefined);
    await flora.say(guild, "b");
    assert.equal(flora.sent(guild).at(-1), "2 b");
  }));
