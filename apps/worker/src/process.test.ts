import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { LinkClosedError } from "@flora/protocol";
import { childrenOf, cpuTicks, isAlive } from "./testing/guests.ts";
import { Harness } from "./testing/harness.ts";
import { until } from "@flora/model/until";

const limits = { cpuPerDispatchMs: 30_000, turnTimeoutMs: 30_000, dispatchTimeoutMs: 60_000 };
const processes = { process: true, limits } as const;

const SCRIPT = `
let events = 0;
on("messageCreate", async (ctx) => {
  events++;
  // An amount of work, not of time: a guest that boots meanwhile must not have used more.
  if (ctx.msg.content === "burn") for (let n = 0; n < 1_000_000_000; n++);
  await ctx.reply("event " + events);
});`;

/** The process that runs a guild's script: the one child that works while the script does. */
async function guestOf(flora: Harness, guild: GuildId): Promise<number> {
  const before = new Map(childrenOf(flora.process.pid).map((pid) => [pid, cpuTicks(pid)]));
  assert.deepEqual(await flora.say(guild, "burn"), { status: "ok" });
  const used = [...before].map(([pid, ticks]) => ({ pid, ticks: cpuTicks(pid) - ticks }));
  return used.sort((a, b) => b.ticks - a.ticks)[0]!.pid;
}

Deno.test("worker process says that it is ready, and leaves no process behind on SIGTERM", () =>
  Harness.with(processes, async (flora) => {
    assert.deepEqual(flora.process.ready, { name: "worker-0" });
    const guilds = [flora.newGuild(), flora.newGuild()];
    for (const guild of guilds) {
      await flora.deploy(guild, `on("messageCreate", () => console.log("last words"));`);
    }
    await Promise.all(guilds.map((guild) => flora.say(guild, "x")));
    const { process } = flora;
    const children = childrenOf(process.pid);
    assert.ok(children.length >= 2);
    await flora.stop();
    assert.equal((await process.ended).code, 0);
    assert.ok(flora.gateway.left, "it gives its guilds away first");
    await until("the end of every guest", () => children.every((pid) => !isAlive(pid)));
    for (const guild of guilds) assert.equal((await flora.logs(guild)).at(-1)!.message, "last words");
  }));

Deno.test("worker that stops leaves what waits and what it has to end unanswered, for the gateway to deliver elsewhere", () =>
  Harness.with({ process: true, limits: { ...limits, concurrentDispatches: 1 } }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, SCRIPT);
    flora.gateway.answer = () => new Promise(() => {});
    const running = assert.rejects(flora.say(guild, "one"), LinkClosedError);
    await until("its op", () => flora.sent(guild).length === 1);
    const waiting = assert.rejects(flora.say(guild, "two"), LinkClosedError);
    await flora.stop();
    await Promise.all([running, waiting]);
  }));

Deno.test("worker process stops by itself when the gateway goes away", () =>
  Harness.with(processes, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, SCRIPT);
    const { process } = flora;
    const children = childrenOf(process.pid);
    flora.gateway.breakLinks();
    assert.equal((await process.ended).code, 0);
    await until("the end of every guest", () => children.every((pid) => !isAlive(pid)));
  }));

Deno.test("worker reports a killed guest, settles its dispatches as lost and restarts it; its neighbour lives on", () =>
  Harness.with(processes, async (flora) => {
    const [victim, neighbour] = [flora.newGuild(), flora.newGuild()];
    await flora.deploy(neighbour, SCRIPT);
    await flora.say(neighbour, "one");
    await flora.deploy(victim, SCRIPT);
    const pid = await guestOf(flora, victim);
    const release = Promise.withResolvers<void>();
    flora.gateway.answer = async ({ guildId }) => {
      if (guildId === victim) await release.promise;
      return { ok: true, status: 200, body: { id: "300000000000000001" } };
    };
    const running = flora.say(victim, "never answered");
    await until("its op", () => flora.sent(victim).length === 2);
    Deno.kill(pid, "SIGKILL");
    assert.equal((await running).status, "lost");
    release.resolve();
    const line = await flora.logged(victim, /^Script was ended/);
    assert.equal(line.source, "flora");
    assert.equal(line.level, "error");
    assert.deepEqual(await flora.say(victim, "back"), { status: "ok" });
    assert.equal(flora.sent(victim).at(-1), "event 1", "a new life");
    await flora.say(neighbour, "two");
    assert.deepEqual(flora.sent(neighbour), ["event 1", "event 2"], "the same life");
  }));

Deno.test("worker pauses a script that keeps dying, tells its owner, and lets a new revision start afresh", () =>
  Harness.with(processes, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, SCRIPT);
    for (let deaths = 1; deaths <= 5; deaths++) {
      const pid = await guestOf(flora, guild);
      Deno.kill(pid, "SIGKILL");
      await until(
        `death ${deaths}`,
        async () =>
          (await flora.logs(guild)).filter(({ message }) => message.startsWith("Script was ended")).length ===
            deaths,
      );
    }
    await flora.logged(guild, /^Script is paused for 30 s/);
    const outcome = await flora.say(guild, "anyone");
    assert.equal(outcome.status, "dropped");
    const { guilds } = await flora.gateway.worker.call("stats", {});
    assert.equal(guilds[0]!.state, "failed");
    await flora.deploy(guild, SCRIPT);
    assert.deepEqual(await flora.say(guild, "fixed"), { status: "ok" });
  }));

Deno.test("worker ends what it replaces or stops for certain", () =>
  Harness.with(processes, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, SCRIPT);
    const first = await guestOf(flora, guild);
    await flora.deploy(guild, SCRIPT);
    await until("the end of the replaced isolate", () => !isAlive(first));
    const second = await guestOf(flora, guild);
    await flora.storage.deployments.deactivate(guild);
    await flora.gateway.worker.call("stop", { guildId: guild, reason: "undeployed" });
    assert.equal(isAlive(second), false);
  }));
