import assert from "node:assert/strict";
import { type Answer, interaction, TestGuest } from "../testing/guest.ts";

/** Op and the part of its arguments that matters, for one command handler. */
function calls(
  body: string,
  event = "interactionCreate",
  answer: Answer = () => ({ ok: { id: "9" } }),
): unknown[] {
  const guest = TestGuest.load(`on(${JSON.stringify(event)}, async (ctx) => { ${body} });`, answer);
  const msg = event === "interactionCreate"
    ? interaction(2, { name: "x" })
    : interaction(3, { custom_id: "x" }, { message: { id: "300" } });
  guest.dispatch(event, msg);
  assert.equal(guest.said.at(-1)!.t, "done", JSON.stringify(guest.said.at(-1)));
  return guest.ops.map(({ name, args }) => {
    const { interaction: handle, ...rest } = args as Record<string, unknown>;
    assert.equal(handle, "ih_x");
    return [name.replace("interactions.", ""), rest];
  });
}

Deno.test("reply() answers first, later ones are follow-ups, also when nobody waits", () => {
  assert.deepEqual(
    calls(`await Promise.all([ctx.reply("a"), ctx.reply({ content: "b", ephemeral: true })]);`),
    [
      ["respond", { type: 4, data: { content: "a" } }],
      ["followUp", { body: { content: "b", flags: 64 } }],
    ],
  );
});

Deno.test("reply() after defer() fills the deferred answer in", () => {
  assert.deepEqual(
    calls(`await ctx.defer({ ephemeral: true }); await ctx.reply("a"); await ctx.reply("b");`),
    [
      ["respond", { type: 5, data: { flags: 64 } }],
      ["editOriginal", { body: { content: "a" } }],
      ["followUp", { body: { content: "b" } }],
    ],
  );
});

Deno.test("reply() may be tried again after Discord refused the first", () => {
  let refused = false;
  const answer: Answer = () => {
    if (refused) return { ok: null };
    refused = true;
    return { error: { code: "DISCORD_ERROR", message: "no", status: 400, discordCode: 50035 } };
  };
  const body =
    `await ctx.reply("bad").catch((error) => console.log(error.code, error.discordCode)); await ctx.reply("good");`;
  assert.deepEqual(calls(body, "interactionCreate", answer), [
    ["respond", { type: 4, data: { content: "bad" } }],
    ["respond", { type: 4, data: { content: "good" } }],
  ]);
});

Deno.test("edit() and deleteReply() work on the answer", () => {
  assert.deepEqual(
    calls(`await ctx.reply("a"); await ctx.edit({ content: "b" }); await ctx.deleteReply();`),
    [
      ["respond", { type: 4, data: { content: "a" } }],
      ["editOriginal", { body: { content: "b" } }],
      ["deleteOriginal", {}],
    ],
  );
});

Deno.test("edit() of a command without an answer says what to do", () => {
  const guest = TestGuest.load(`on("interactionCreate", (ctx) => ctx.edit("x"));`);
  guest.dispatch("interactionCreate", interaction(2, { name: "x" }));
  assert.match(guest.last("threw").message, /use reply or defer first/);
});

Deno.test("edit() and update() of a component change its message as the answer", () => {
  assert.deepEqual(calls(`await ctx.edit("a");`, "componentInteraction"), [["respond", {
    type: 7,
    data: { content: "a" },
  }]]);
  assert.deepEqual(calls(`await ctx.update(); await ctx.reply("b");`, "componentInteraction"), [
    ["respond", { type: 6 }],
    ["followUp", { body: { content: "b" } }],
  ]);
});

Deno.test("showModal() takes builders", () => {
  const form =
    `new ModalBuilder("form", "Form").addComponents(label("Why").setComponent(inputText("why").setStyle(InputTextStyle.Paragraph)))`;
  assert.deepEqual(calls(`await ctx.showModal(${form});`), [
    ["respond", {
      type: 9,
      data: {
        custom_id: "form",
        title: "Form",
        components: [{ type: 18, label: "Why", component: { type: 4, custom_id: "why", style: 2 } }],
      },
    }],
  ]);
});

Deno.test("modalSubmit gives what was filled in by custom id", () => {
  const guest = TestGuest.load(`on("modalSubmit", (ctx) => console.log(JSON.stringify(ctx.fields)));`);
  guest.dispatch(
    "modalSubmit",
    interaction(5, {
      custom_id: "form",
      components: [
        { type: 1, components: [{ type: 4, custom_id: "a", value: "x" }] },
        { type: 18, component: { type: 3, custom_id: "b", values: ["1", "2"] } },
      ],
    }),
  );
  assert.equal(guest.logged[0]!.message, `{"a":"x","b":["1","2"]}`);
});
