import assert from "node:assert/strict";
import { Harness } from "./testing/harness.ts";
import { until } from "@flora/model/until";

const responses = (flora: Harness) =>
  flora.gateway.asked.filter(({ route }) => route === "interactions.respond");

const SCRIPT = `
on("interactionCreate", async (ctx) => {
  console.log("token", ctx.msg.interactionToken, JSON.stringify(ctx.raw));
  if (ctx.msg.commandName === "bad") throw new Error("internal detail");
  if (ctx.msg.commandName === "late") await new Promise(() => {});
  await ctx.reply("hello");
  if (ctx.msg.commandName === "after") throw new Error("too late to matter");
});`;

Deno.test("worker gives scripts a handle for the interaction token and uses the true one", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, SCRIPT);
    assert.deepEqual(await flora.dispatch(flora.command(guild, "good")), { status: "ok" });
    const [respond, ...more] = responses(flora);
    assert.deepEqual(more, []);
    assert.equal(respond!.params.interactionToken, "true-interaction-token");
    assert.equal(respond!.params.interactionId, "400000000000000001");
    const line = await flora.logged(guild, /^token ih_[0-9A-Za-z]{22} /);
    assert.doesNotMatch(line.message, /true-interaction-token/);
  }));

Deno.test("worker answers for a handler that threw or ran out of time, without internals, only while unanswered", () =>
  Harness.with({ limits: { dispatchTimeoutMs: 2_000 } }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, SCRIPT);
    const bodies = async (name: string) => {
      const before = responses(flora).length;
      await flora.dispatch(flora.command(guild, name));
      await until("a response", () => responses(flora).length > before);
      return responses(flora).slice(before).map(({ body }) => body);
    };
    const answer = (content: string) => ({ type: 4, data: { content, flags: 64 } });
    assert.deepEqual(await bodies("bad"), [answer("This command failed.")]);
    assert.deepEqual(await bodies("late"), [answer("This command took too long.")]);
    const [own, ...more] = await bodies("after");
    assert.equal((own as { data: { content: string } }).data.content, "hello");
    assert.deepEqual(more, []);
  }));

Deno.test("worker drops an interaction that is too old to be answered", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, SCRIPT);
    const old = { ...flora.command(guild, "good"), receivedAt: Date.now() - 60_000 };
    assert.deepEqual(await flora.dispatch(old), {
      status: "dropped",
      reason: "the interaction has expired",
      why: "waited-too-long",
    });
    assert.deepEqual(responses(flora), []);
  }));
