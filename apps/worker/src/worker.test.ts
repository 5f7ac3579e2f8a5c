import assert from "node:assert/strict";
import { Harness } from "./testing/harness.ts";
import { until } from "@flora/model/until";

const PONG = `
on("messageCreate", async (ctx) => {
  if (ctx.msg.content === "!ping") await ctx.reply("pong");
});`;

Deno.test("worker runs an event and its ops both ways", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    const manifest = await flora.deploy(guild, PONG);
    assert.deepEqual(manifest.events, ["messageCreate"]);
    assert.deepEqual(await flora.say(guild, "!ping"), { status: "ok" });
    const [asked] = flora.gateway.asked;
    assert.equal(asked!.route, "messages.send");
    assert.equal(asked!.guildId, guild);
    assert.equal(asked!.params.channelId, "200000000000000002");
    assert.deepEqual(flora.sent(guild), ["pong"]);
  }));

Deno.test("worker boots a guild from storage at its first event, once for many events", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    const script = `
      const life = crypto.randomUUID();
      on("messageCreate", () => console.log("life", life));`;
    const revision = await flora.revise(guild, script);
    await flora.storage.deployments.activate(guild, revision, {
      events: ["messageCreate"],
      prefixCommands: [],
      commands: [],
      crons: [],
      webhooks: [],
      settings: [],
    });
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => flora.say(guild, "hi")));
    assert.deepEqual(new Set(outcomes.map(({ status }) => status)), new Set(["ok"]));
    const lines = await until("five lines", async () => {
      const lines = (await flora.logs(guild)).filter(({ message }) => message.startsWith("life"));
      return lines.length === 5 ? lines : undefined;
    });
    assert.equal(new Set(lines.map(({ message }) => message)).size, 1);
    assert.equal(lines[0]!.revisionId, revision);
    assert.equal(lines[0]!.event, "messageCreate");
  }));

Deno.test("worker drops events of a guild without a deployment and of an older generation", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    const nothing = await flora.say(guild, "hi");
    assert.deepEqual(nothing, { status: "dropped", reason: "nothing is deployed", why: "no-script" });
    await flora.deploy(guild, PONG);
    await flora.say(guild, "hi");
    const stale = await flora.dispatch(flora.event(guild, "messageCreate", {}), flora.generation - 1);
    assert.equal(stale.status, "dropped");
  }));

Deno.test("worker tells the script which events come again", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, `on("messageCreate", (ctx) => console.log("again", ctx.redelivered));`);
    await flora.dispatch(flora.event(guild, "messageCreate", {}));
    await flora.logged(guild, /again false/);
    await flora.dispatch(flora.event(guild, "messageCreate", {}, { redelivered: true }));
    await flora.logged(guild, /again true/);
  }));

Deno.test("worker starts events in order and lets them overlap at await", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(
      guild,
      `on("messageCreate", async (ctx) => {
        console.log("start", ctx.msg.content);
        if (ctx.msg.content !== "2") await ctx.reply("waiting " + ctx.msg.content);
        console.log("end", ctx.msg.content);
      });`,
    );
    const release = Promise.withResolvers<void>();
    flora.gateway.answer = async () => {
      await release.promise;
      return { ok: true, status: 200, body: { id: "300000000000000001" } };
    };
    const slow = [flora.say(guild, "1"), flora.say(guild, "2"), flora.say(guild, "3")];
    assert.deepEqual(await slow[1], { status: "ok" });
    await flora.logged(guild, /start 3/);
    release.resolve();
    await Promise.all(slow);
    await flora.logged(guild, /end 3/);
    const texts = (await flora.logs(guild)).map(({ message }) => message);
    assert.deepEqual(texts.filter((text) => text.startsWith("start")), ["start 1", "start 2", "start 3"]);
    assert.ok(texts.indexOf("end 2") < texts.indexOf("end 1"));
  }));

Deno.test("worker reports a throw with the author's file and line, and goes on", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(
      guild,
      `on("messageCreate", async (ctx) => {
  if (ctx.msg.content === "bad") {
    throw new Error("no such luck");
  }
  await ctx.reply("fine");
});`,
    );
    assert.equal((await flora.say(guild, "bad")).status, "threw");
    const line = await flora.logged(guild, /no such luck/);
    assert.match(line.message, /bot\.ts:3:/);
    assert.equal(line.level, "error");
    assert.equal(line.source, "flora");
    assert.deepEqual(await flora.say(guild, "good"), { status: "ok" });
    assert.deepEqual(flora.sent(guild), ["fine"]);
  }));

Deno.test("worker keeps KV over restarts", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(
      guild,
      `on("messageCreate", async (ctx) => {
        const store = kv.store("counts");
        const count = Number(await store.get("n") ?? "0") + 1;
        await store.set("n", String(count));
        await ctx.reply("count " + count);
      });`,
    );
    await flora.say(guild, "one");
    await flora.restart();
    await flora.say(guild, "two");
    assert.deepEqual(flora.sent(guild), ["count 1", "count 2"]);
  }));
