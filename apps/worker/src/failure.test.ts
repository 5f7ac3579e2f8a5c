import assert from "node:assert/strict";
import type { IsolateFactory } from "@flora/isolation";
import { emptyManifest } from "@flora/model";
import { Harness } from "./testing/harness.ts";
import { until } from "@flora/model/until";

const impatient = {
  quarantinePoints: 8,
  firstDelayMs: 1,
  longestDelayMs: 1,
  firstQuarantineMs: 600_000,
  longestQuarantineMs: 600_000,
  goodStretchMs: 600_000,
};

const ECHO = `
on("messageCreate", async (ctx) => {
  if (ctx.msg.content === "loop") for (;;);
  await ctx.reply(ctx.msg.content);
});`;

/** Has one guild loop while its neighbour is spoken to; answers how the loop's dispatch ended. */
async function loopBesideNeighbour(flora: Harness) {
  const [looper, neighbour] = [flora.newGuild(), flora.newGuild()];
  await flora.deploy(looper, ECHO);
  await flora.deploy(neighbour, ECHO);
  let looping = true;
  const loop = flora.say(looper, "loop").finally(() => looping = false);
  let replies = 0;
  while (looping) assert.deepEqual(await flora.say(neighbour, `reply ${replies++}`), { status: "ok" });
  assert.ok(replies >= 3, `the neighbour was served ${replies} times`);
  const answersAgain = async () => (await flora.say(looper, "back")).status === "ok";
  await until("the script to answer again", answersAgain);
  assert.equal(flora.sent(looper).at(-1), "back");
  return { looper, outcome: await loop };
}

const generous = { cpuPerDispatchMs: 60_000, opsPerSecond: 100_000, dispatchTimeoutMs: 1_500 };

Deno.test("worker has an endless loop interrupted; the script lives on and a neighbour notices nothing", () =>
  Harness.with({ limits: { ...generous, turnTimeoutMs: 600 } }, async (flora) => {
    const { looper, outcome } = await loopBesideNeighbour(flora);
    assert.deepEqual(outcome, { status: "timed-out" });
    await flora.logged(looper, /^Handler of messageCreate was ended: it ran longer than 600 ms/);
  }));

Deno.test("worker ends a script that does not answer, reports it and starts it again", () =>
  Harness.with({ limits: { ...generous, turnTimeoutMs: 0 } }, async (flora) => {
    const { looper, outcome } = await loopBesideNeighbour(flora);
    assert.deepEqual(outcome, { status: "lost", reason: "dispatch-timeout", why: "script-ended" });
    const line = await flora.logged(looper, /^Script was ended: a handler did not end/);
    assert.equal(line.source, "flora");
    assert.equal(line.level, "error");
  }));

Deno.test("worker has the guests of a guild that failed give way to others, until a new revision comes", async () => {
  const givenWay: boolean[] = [];
  const wrapIsolates = (isolates: IsolateFactory): IsolateFactory => ({
    create(spec, host) {
      givenWay.push((spec.givesWayUntil ?? 0) > Date.now());
      return isolates.create(spec, host);
    },
    replenish: () => isolates.replenish(),
    spareBytes: () => isolates.spareBytes(),
    close: () => isolates.close(),
  });
  await Harness.with({ wrapIsolates, limits: { cpuPerDispatchMs: 100 } }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, ECHO);
    assert.equal((await flora.say(guild, "loop")).status, "lost");
    await until("it to run again", async () => (await flora.say(guild, "back")).status === "ok");
    assert.deepEqual(givenWay, [false, true]);
    const revision = await flora.deploy(guild, ECHO);
    assert.ok(revision);
    await flora.worker.guilds.stop(guild, "evacuated");
    assert.deepEqual(await flora.say(guild, "again"), { status: "ok" });
    assert.equal(givenWay.at(-1), false);
  });
});

Deno.test("worker reports a deployed script that no longer loads, gives up on it and drops what waits", () =>
  Harness.with({ worker: { restartRules: impatient } }, async (flora) => {
    const guild = flora.newGuild();
    const revision = await flora.revise(guild, `const a = 1;\nthrow new Error("not today");`);
    await flora.storage.deployments.activate(guild, revision, emptyManifest);
    assert.equal((await flora.say(guild, "anyone")).status, "dropped");
    const line = await flora.logged(guild, /^Script failed while it was loaded: Error: not today/);
    assert.match(line.message, /bot\.ts:2:/);
    assert.equal(line.revisionId, revision);
    await flora.logged(guild, /^Script is paused for 600 s/);
    const { guilds } = await flora.gateway.worker.call("stats", {});
    assert.equal(guilds[0]!.state, "failed");
  }));

Deno.test("worker pauses a script whose handlers keep overrunning, says so, and ends it with its state stored", () =>
  Harness.with({ limits: { dispatchTimeoutMs: 100 }, worker: { restartRules: impatient } }, async (flora) => {
    const guild = flora.newGuild();
    const script = `const events = state("events", 0);
      on("messageCreate", () => { events.value++; return new Promise(() => {}); });`;
    await flora.deploy(guild, script);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => flora.say(guild, "x")));
    assert.deepEqual(new Set(outcomes.map(({ status }) => status)), new Set(["timed-out"]));
    await flora.logged(guild, /^Script is paused for 600 s/);
    const refused = await flora.say(guild, "x");
    assert.equal(refused.status === "dropped" && refused.why, "quarantined");
    const slot = flora.worker.guilds.find(guild)!;
    await until("its isolate to be gone", () => !slot.awake && slot.ownBytes === 0);
    assert.equal(slot.stats().state, "failed");
    assert.deepEqual(await flora.storage.state.read(guild), { events: 8 });
  }));

Deno.test("worker ends a handler that overruns its deadline alone", () =>
  Harness.with({ limits: { dispatchTimeoutMs: 1_500 } }, async (flora) => {
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
    const line = await flora.logged(guild, /took longer than 1500 ms/);
    assert.equal(line.event, "messageCreate");
    assert.deepEqual(await flora.say(guild, "go"), { status: "ok" });
    await flora.logged(guild, /^event 2$/);
  }));
