import assert from "node:assert/strict";
import type { DispatchEvent, GuildId } from "@flora/model";
import { until } from "@flora/model/until";
import { Harness } from "./testing/harness.ts";

const OPTIONS = { worker: { hibernation: { idleMs: 1, memoryBytes: Infinity, everyMs: 20 } } };

const stateOf = async (flora: Harness, guild: GuildId) => {
  const { guilds } = await flora.gateway.worker.call("stats", {});
  return guilds.find(({ guildId }) => guildId === guild)?.state;
};
const asleep = (flora: Harness, guild: GuildId) =>
  until("sleep", async () => await stateOf(flora, guild) === "stopped");

/** An interaction of ada's, Discord's type among it. */
function interaction(flora: Harness, guild: GuildId, type: number, data: object): DispatchEvent {
  const id = "400000000000000001";
  const event = {
    2: "interactionCreate",
    3: "componentInteraction",
    4: "interactionCreate",
    5: "modalSubmit",
  };
  const msg = {
    interactionId: id,
    channelId: "200000000000000002",
    type,
    data,
    user: { id: "200000000000000003", username: "ada" },
    ..."name" in data ? { commandName: data.name } : {},
  };
  return flora.event(guild, event[type as keyof typeof event], msg, {
    kind: "interaction",
    // However long a busy machine takes to wake the guild.
    receivedAt: Date.now() + 60_000,
    raw: { id, type, data },
    interaction: { id, applicationId: "900000000000000001", token: "token", type },
  });
}

const HANDLERS = `
const say = (content) => rest.sendMessage({ channelId: "200000000000000002", content });
component("vote/:choice", ({ params }) => say("voted " + params.choice));
modal("form/:id", ({ params, fields }) => say("form " + params.id + " " + fields.text));
autocomplete("find", "what", ({ focused }) => say("finds " + focused.value).then(() => []));
createBot({ commands: [
  slash({ name: "find", description: "Finds", options: [{ name: "what", description: "What", autocomplete: true }],
    run: (ctx) => say("found " + ctx.options.what) }),
  contextMenu({ name: "Quote", type: "message", run: (ctx) => say("quoted " + ctx.targetId) }),
] });
on("schedule", ({ msg }) => say("due " + msg.name + " " + msg.payload.user));
`;

Deno.test("worker wakes a guild for its components, forms, suggestions, menus and schedules", () =>
  Harness.with(OPTIONS, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, HANDLERS);
    const what = { name: "what", type: 3, value: "fern" };
    const schedule = { name: "remind", at: new Date().toISOString(), payload: { user: "ada" } };
    const events: [DispatchEvent, string][] = [
      [interaction(flora, guild, 3, { custom_id: "vote/red", component_type: 2 }), "voted red"],
      [
        interaction(flora, guild, 5, {
          custom_id: "form/7",
          components: [{ type: 18, component: { type: 4, custom_id: "text", value: "hi" } }],
        }),
        "form 7 hi",
      ],
      [
        interaction(flora, guild, 4, { name: "find", type: 1, options: [{ ...what, focused: true }] }),
        "finds fern",
      ],
      [interaction(flora, guild, 2, { name: "find", type: 1, options: [what] }), "found fern"],
      [interaction(flora, guild, 2, { name: "Quote", type: 3, target_id: "5" }), "quoted 5"],
      [flora.event(guild, "schedule", schedule, { kind: "cron", raw: schedule }), "due remind ada"],
    ];
    for (const [event, said] of events) {
      await asleep(flora, guild);
      assert.deepEqual(await flora.dispatch(event), { status: "ok" });
      assert.equal(flora.sent(guild).at(-1), said);
    }
    assert.equal(flora.sent(guild).length, events.length);
  }));

const ASKS = `
const say = (content) => rest.sendMessage({ channelId: "200000000000000002", content });
on("messageCreate", async (ctx) => {
  if (ctx.msg.content === "nothing") return;
  const pressed = await ctx.awaitComponent("yes", { timeout: Number(ctx.msg.content) });
  await say(pressed ? "pressed by " + pressed.msg.user.username : "nobody");
});`;

Deno.test("worker keeps a guild awake that waits for a component, and lets it sleep once nobody came", () =>
  Harness.with(OPTIONS, async (flora) => {
    const [waiting, brief, witness] = [flora.newGuild(), flora.newGuild(), flora.newGuild()];
    for (const guild of [waiting, brief, witness]) await flora.deploy(guild, ASKS);
    await flora.say(waiting, "600000");
    await flora.say(brief, "1");
    await flora.say(witness, "nothing");
    await asleep(flora, witness);
    assert.equal(await stateOf(flora, waiting), "running", "it was idle for longer than the one that sleeps");
    const press = interaction(flora, waiting, 3, { custom_id: "yes", component_type: 2 });
    assert.deepEqual(await flora.dispatch(press), { status: "ok" });
    assert.deepEqual(flora.sent(waiting), ["pressed by ada"]);
    await asleep(flora, brief);
    assert.deepEqual(flora.sent(brief), ["nobody"], "it slept when all was said");
  }));
