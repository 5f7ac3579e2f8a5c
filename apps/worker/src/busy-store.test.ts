import assert from "node:assert/strict";
import { type Faults, withFaults } from "@flora/storage/testing/faults";
import { Harness, type HarnessOptions } from "./testing/harness.ts";
import { until } from "@flora/model/until";

const COUNTS = `
const count = state("count", 0);
on("messageCreate", async (ctx) => {
  count.value++;
  await ctx.reply(count.value + " " + ctx.msg.content);
});
on("interactionCreate", (ctx) => ctx.reply("here"));
cron("tick", "0 * * * *", () => kv.store("runs").increment("tick"));`;

/** A worker whose store makes trouble when told to. */
function withTrouble(test: (flora: Harness, faults: Faults) => Promise<void>, more: HarnessOptions = {}) {
  let faults: Faults | undefined;
  const wrapStorage: HarnessOptions["wrapStorage"] = (storage) => {
    const troubled = withFaults(storage);
    faults = troubled.faults;
    return troubled.storage;
  };
  return Harness.with({ ...more, wrapStorage }, (flora) => test(flora, faults!));
}

Deno.test("worker boots a guild once the store is there again, and runs what waited in order", () =>
  withTrouble(async (flora, faults) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    await flora.worker.guilds.find(guild)!.hibernate();
    faults.fail("state.read", 1);
    faults.fail("deployments.current", 1);
    const outcomes = await Promise.all(["a", "b", "c"].map((content) => flora.say(guild, content)));
    assert.deepEqual(outcomes, Array(3).fill({ status: "ok" }));
    assert.deepEqual(flora.sent(guild), ["1 a", "2 b", "3 c"]);
    // That they waited may be told.
    const blamed = (await flora.logs(guild)).filter(({ level }) => level === "error");
    assert.deepEqual(blamed, [], "the script is not to blame");
  }));

Deno.test("worker gives up an interaction that waits for a boot while Discord still takes an answer", () =>
  withTrouble(async (flora, faults) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    await flora.worker.guilds.find(guild)!.hibernate();
    const goOn = faults.stall("state.read");
    const command = flora.command(guild, "x");
    const event = flora.say(guild, "a");
    const outcome = await flora.dispatch(command);
    assert.equal(outcome.status === "dropped" && outcome.why, "waited-too-long");
    const waitedMs = Date.now() - command.receivedAt;
    assert.ok(waitedMs >= 2_400, `${waitedMs} ms`);
    await flora.logged(guild, /its user was told that the bot is busy/);
    goOn();
    assert.deepEqual(await event, { status: "ok" });
  }));

Deno.test("worker begins and counts a cron run once, also where the store fails at it first", () =>
  withTrouble(async (flora, faults) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    const dueAt = Date.UTC(2026, 0, 1, 12);
    await flora.storage.cron.claim(guild, "tick", dueAt);
    faults.fail("cron.start", 2);
    const msg = { name: "tick", scheduledAt: new Date(dueAt).toISOString() };
    const outcome = await flora.dispatch(flora.event(guild, "cron", msg, { kind: "cron" }));
    assert.deepEqual(outcome, { status: "ok" });
    assert.equal(faults.calls("cron.start"), 3);
    assert.equal((await flora.storage.kv.get(guild, "runs", "tick"))?.value, "1");
  }));

Deno.test("worker hands a script's state on in a deploy, also where the store does not take it, and stores it later", () =>
  withTrouble(async (flora, faults) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    await flora.say(guild, "a");
    faults.fail("state.write");
    await flora.deploy(guild, COUNTS);
    await flora.say(guild, "b");
    faults.heal("state.write");
    await flora.worker.guilds.find(guild)!.hibernate();
    assert.deepEqual(await flora.storage.state.read(guild), { count: 2 });
    await flora.say(guild, "c");
    assert.deepEqual(flora.sent(guild), ["1 a", "2 b", "3 c"]);
  }));

Deno.test("worker keeps a guild awake whose state cannot be stored, and lets it sleep once it can", () =>
  withTrouble(
    async (flora, faults) => {
      const guild = flora.newGuild();
      await flora.deploy(guild, COUNTS);
      faults.fail("state.write", 3);
      await flora.say(guild, "a");
      await until("sleep", () => !flora.worker.guilds.find(guild)!.awake);
      assert.ok(faults.calls("state.write") >= 4);
      await flora.say(guild, "b");
      assert.deepEqual(flora.sent(guild), ["1 a", "2 b"]);
    },
    { worker: { hibernation: { idleMs: 1, memoryBytes: Infinity, everyMs: 20 } } },
  ));

Deno.test("worker that is told in the middle of taking a guild over that it does not come keeps nothing of it", () =>
  withTrouble(async (flora, faults) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    await flora.say(guild, "a");
    const step = { guildId: guild, migrationId: "mig_1" };
    const { worker } = flora.gateway;
    const { envelope } = await worker.call("freeze", { ...step, timeoutMs: 5_000 });
    await worker.call("dispose", step);
    const goOn = faults.stall("state.write");
    const thawing = assert.rejects(
      worker.call("thaw", { envelope, generation: ++flora.generation }),
      /the move was called off/,
    );
    await until("the thaw", () => faults.calls("state.write") > 0);
    const dropping = worker.call("drop", step);
    // Frames are taken in order: it knows of it by then.
    await worker.call("ping", {});
    goOn();
    await Promise.all([thawing, dropping]);
    assert.equal(flora.worker.guilds.find(guild)!.awake, false);
    await assert.rejects(worker.call("thaw", { envelope, generation: flora.generation }), /called off/);
  }));
