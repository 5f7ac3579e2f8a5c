import assert from "node:assert/strict";
import type { ControlError } from "@flora/model";
import { Harness } from "./testing/harness.ts";
import { until } from "@flora/model/until";

const answers = (text: string) => `
on("messageCreate", async (ctx) => {
  await ctx.reply(${JSON.stringify(text)} + " " + ctx.msg.content);
});`;

Deno.test("worker refuses a revision that throws while it is loaded; the old one goes on", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, answers("old"));
    const bad = `const a = 1;\nfunction fail() {\n  throw new TypeError("broken on purpose");\n}\nfail();`;
    await assert.rejects(flora.deploy(guild, bad), (error: ControlError) => {
      assert.equal(error.code, "SCRIPT_REJECTED");
      assert.match(error.message, /broken on purpose/);
      assert.match(error.details.stack!, /bot\.ts:3:/);
      return true;
    });
    await flora.say(guild, "still");
    assert.deepEqual(flora.sent(guild), ["old still"]);
  }));

Deno.test("worker swaps: new events go to the new revision while the old one drains", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, answers("old"));
    const release = Promise.withResolvers<void>();
    flora.gateway.answer = async ({ body }) => {
      if ((body as { content: string }).content === "old slow") await release.promise;
      return { ok: true, status: 200, body: { id: "300000000000000001" } };
    };
    const slow = flora.say(guild, "slow");
    await until("the slow reply", () => flora.sent(guild).includes("old slow"));
    await flora.deploy(guild, answers("new"));
    assert.deepEqual(await flora.say(guild, "quick"), { status: "ok" });
    release.resolve();
    assert.deepEqual(await slow, { status: "ok" });
    assert.deepEqual(flora.sent(guild), ["old slow", "new quick"]);
  }));

Deno.test("worker handles every event exactly once and in order, whatever is deployed meanwhile", () =>
  Harness.with({ limits: { logLinesPerSecond: 10_000 } }, async (flora) => {
    const guild = flora.newGuild();
    const script = `on("messageCreate", (ctx) => console.log(ctx.msg.content));`;
    await flora.deploy(guild, script);
    const outcomes: Promise<{ status: string }>[] = [];
    let deploying = true;
    const deploys = (async () => {
      for (let i = 0; i < 3; i++) await flora.deploy(guild, script);
      deploying = false;
    })();
    // No more than the queue takes and the log keeps, however long deploys take on a busy machine.
    while ((deploying || outcomes.length < 50) && outcomes.length < 900) {
      outcomes.push(flora.say(guild, `${outcomes.length}`));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await deploys;
    assert.deepEqual(new Set((await Promise.all(outcomes)).map(({ status }) => status)), new Set(["ok"]));
    const numbers = async () =>
      (await flora.logs(guild)).map(({ message }) => message).filter((text) => /^\d+$/.test(text));
    await until("every line", async () => (await numbers()).length >= outcomes.length);
    assert.deepEqual(await numbers(), outcomes.map((_, index) => `${index}`));
  }));

Deno.test("worker discards a warmed revision and goes on", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, answers("old"));
    const revisionId = await flora.revise(guild, answers("new"));
    const generation = flora.generation + 1;
    await flora.gateway.worker.call("warm", { guildId: guild, revisionId, generation });
    await flora.gateway.worker.call("discard", { guildId: guild, revisionId });
    await flora.say(guild, "on");
    assert.deepEqual(flora.sent(guild), ["old on"]);
  }));

Deno.test("worker follows a newer generation to what is deployed now", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, answers("old"));
    const revisionId = await flora.revise(guild, answers("new"));
    const current = await flora.storage.deployments.current(guild);
    await flora.storage.deployments.activate(guild, revisionId, current!.manifest);
    flora.generation++;
    await flora.say(guild, "moved");
    assert.deepEqual(flora.sent(guild), ["new moved"]);
  }));

Deno.test("worker stops a guild on request, and nothing of it runs any more", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, answers("old"));
    await flora.storage.deployments.deactivate(guild);
    await flora.gateway.worker.call("stop", { guildId: guild, reason: "undeployed" });
    assert.deepEqual((await flora.gateway.worker.call("stats", {})).guilds, []);
    const outcome = await flora.say(guild, "anyone");
    assert.deepEqual(outcome, { status: "dropped", reason: "nothing is deployed", why: "no-script" });
  }));

Deno.test("worker gives back what had not started where a guild's isolate is ended to go on anew", () =>
  Harness.with({ limits: { concurrentDispatches: 1 } }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, answers("new"));
    const held = Promise.withResolvers<void>();
    const { worker, answer } = flora.gateway;
    flora.gateway.answer = async (request) => {
      await held.promise;
      return await answer(request);
    };
    const running = flora.say(guild, "one");
    await until("its op", () => flora.sent(guild).length === 1);
    const waiting = Promise.all([flora.say(guild, "two"), flora.say(guild, "three")]);
    const stopped = worker.call("stop", { guildId: guild, reason: "evacuated" });
    assert.deepEqual(await waiting, [{ status: "returned" }, { status: "returned" }]);
    held.resolve();
    await stopped;
    assert.deepEqual(await running, { status: "ok" });
    assert.deepEqual(await flora.say(guild, "two"), { status: "ok" });
    assert.deepEqual(flora.sent(guild), ["new one", "new two"]);
  }));
