import assert from "node:assert/strict";
import type { DiscordResponse } from "@flora/discord";
import type { OpRefusal, WhyReason } from "@flora/model";
import { Harness } from "./testing/harness.ts";

const SCRIPT = `
const store = kv.store("s");
on("messageCreate", async (ctx) => {
  const what = ctx.msg.content;
  if (what === "reply") await ctx.reply("x");
  if (what === "caught") await ctx.reply("x").catch(() => {});
  if (what === "many") for (let n = 0; n < 9; n++) await ctx.reply("x").catch(() => {});
  if (what === "fetch") await fetch("http://127.0.0.1/");
  if (what === "quota") await Promise.all(Array.from({ length: 99 }, () => store.get("x")));
  if (what === "large") await store.set("x", "y".repeat(2_000));
  if (what === "argument") await store.get("");
});`;

const refusals = (outcome: { refused?: OpRefusal[] }) => outcome.refused?.map(({ reason }) => reason);

Deno.test("worker tells with how a dispatch ended what was refused to it, the first few, for each kind of refusal", () =>
  Harness.with({ limits: { opsPerSecond: 50, kvValueBytes: 1_000 } }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, SCRIPT);
    const refuse = (kind: string, more: object = {}) => {
      flora.gateway.answer = () => ({ ok: false, kind, message: "it said no", ...more }) as DiscordResponse;
    };
    const run = async (content: string) =>
      await flora.say(guild, content) as { status: string; refused?: OpRefusal[] };
    const discord: [string, object, WhyReason][] = [
      ["discord", { status: 403, discordCode: 50013 }, "no-permission"],
      ["discord", { status: 404 }, "discord-refused"],
      ["scope", {}, "not-of-this-server"],
      ["rate-limited", { retryAfterMs: 5 }, "rate-limited"],
    ];
    for (const [kind, more, reason] of discord) {
      refuse(kind, more);
      const outcome = await run("reply");
      assert.deepEqual([outcome.status, refusals(outcome)], ["threw", [reason]]);
    }
    refuse("discord", { status: 403 });
    const caught = await run("caught");
    assert.equal(caught.status, "ok");
    assert.deepEqual(caught.refused, [{
      reason: "no-permission",
      op: "discord.rest",
      message: "Cannot use messages.send: it said no",
    }]);
    assert.equal((await run("many")).refused!.length, 3);
    assert.deepEqual(refusals(await run("fetch")), ["host-forbidden"]);
    assert.deepEqual(refusals(await run("large")), ["quota"]);
    assert.deepEqual(new Set(refusals(await run("quota"))), new Set(["quota"]));
    const argument = await run("argument");
    assert.deepEqual([argument.status, argument.refused], ["threw", undefined], "a mistake is no refusal");
  }));

Deno.test("worker lets no secret out in what a handler threw", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.putSecret(guild, "KEY", "hunter2hunter2", ["api.example.com"]);
    await flora.deploy(guild, `on("messageCreate", (ctx) => { throw new Error(ctx.msg.content); });`);
    const outcome = await flora.say(guild, "the value is hunter2hunter2");
    assert.deepEqual(outcome, { status: "threw", message: "the value is ***", stack: "" });
  }));
