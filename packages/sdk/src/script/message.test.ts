import assert from "node:assert/strict";
import { message, TestGuest } from "../testing/guest.ts";

/** Arguments of the ops that a handler of a message calls. */
function calls(body: string, event = "messageCreate", msg: object = message("hi")): unknown[] {
  const guest = TestGuest.load(
    `on(${JSON.stringify(event)}, async (ctx) => { ${body} });`,
    () => ({ ok: { id: "9" } }),
  );
  guest.dispatch(event, msg);
  assert.equal(guest.said.at(-1)!.t, "done", JSON.stringify(guest.said.at(-1)));
  return guest.ops.map(({ args }) => args);
}

const sent = (body: string) => (calls(body)[0] as { body: Record<string, unknown> }).body;
const reference = { message_id: "300", fail_if_not_exists: false };

Deno.test("reply() to a message refers to it, to another, or to none", () => {
  assert.deepEqual(calls(`await ctx.reply("a");`), [
    {
      route: "messages.send",
      params: { channelId: "200" },
      body: { content: "a", message_reference: reference },
    },
  ]);
  assert.deepEqual(sent(`await ctx.reply({ content: "a", replyTo: null });`), { content: "a" });
  assert.deepEqual(sent(`await ctx.reply({ content: "a", replyTo: "5" });`).message_reference, {
    ...reference,
    message_id: "5",
  });
});

Deno.test("reply() to a reaction refers to its message; to a deleted message to none", () => {
  const reaction = { channelId: "200", messageId: "301", userId: "1", emoji: { name: "x" } };
  const [call] = calls(`await ctx.reply("a");`, "reactionAdd", reaction) as [{ body: object }];
  assert.deepEqual(call.body, { content: "a", message_reference: { ...reference, message_id: "301" } });
  const [plain] = calls(`await ctx.reply("a");`, "messageDelete", { id: "1", channelId: "200" }) as [
    { body: object },
  ];
  assert.deepEqual(plain.body, { content: "a" });
});

Deno.test("reply() to an event without a channel says what to use", () => {
  const guest = TestGuest.load(`on("guildMemberAdd", (ctx) => ctx.reply("hi"));`);
  guest.dispatch("guildMemberAdd", { user: { id: "1" } });
  assert.match(guest.last("threw").message, /happens in no channel, use rest\.sendMessage/);
});

Deno.test("edit(), react() and deleteReply() name the right message", () => {
  assert.deepEqual(
    calls(`await ctx.edit("b"); await ctx.react("👍"); await ctx.reply("c"); await ctx.deleteReply();`).map(
      (call) => (call as { params: object }).params,
    ),
    [
      { channelId: "200", messageId: "300" },
      { channelId: "200", messageId: "300", emoji: "👍" },
      { channelId: "200" },
      { channelId: "200", messageId: "9" },
    ],
  );
});

Deno.test("a message takes camelCase, builders and JSON alike", () => {
  assert.deepEqual(
    sent(`await ctx.reply({
      replyTo: null,
      embeds: [embed({ title: "T" }).setFooter("F", "https://a.example/i.png").addField("n", "v"), { author: { name: "A", iconUrl: "https://a.example" } }],
      components: [actionRow().addComponents([button().setCustomId("b").setLabel("B").setEmoji("<:cat:12345678901234567>"), { type: 2, style: 5, url: "https://a.example" }])],
      allowedMentions: { repliedUser: true, users: ["1"] },
    });`),
    {
      embeds: [
        {
          title: "T",
          footer: { text: "F", icon_url: "https://a.example/i.png" },
          fields: [{ name: "n", value: "v", inline: false }],
        },
        { author: { name: "A", icon_url: "https://a.example" } },
      ],
      components: [{
        type: 1,
        components: [
          { type: 2, style: 1, custom_id: "b", label: "B", emoji: { id: "12345678901234567", name: "cat" } },
          { type: 2, style: 5, url: "https://a.example" },
        ],
      }],
      allowed_mentions: { replied_user: true, users: ["1"] },
    },
  );
});

Deno.test("a message with newer components gets their flag", () => {
  const body = sent(
    `await ctx.reply({ replyTo: null, components: [container().setAccentColor(1).addComponents(
    section().addComponents(textDisplay("a")).setAccessory(thumbnail("https://a.example")), separator().setSpacing("large"))] });`,
  );
  assert.equal(body.flags, 1 << 15);
  assert.deepEqual(body.components, [{
    type: 17,
    accent_color: 1,
    components: [
      {
        type: 9,
        accessory: { type: 11, media: { url: "https://a.example" } },
        components: [{ type: 10, content: "a" }],
      },
      { type: 14, divider: true, spacing: 2 },
    ],
  }]);
});

Deno.test("a message uploads text and bytes", () => {
  const [call] = calls(`await ctx.reply({ replyTo: null, attachments: [
    { name: "a.txt", data: "ä", contentType: "text/plain", description: "d" }, { name: "b.bin", data: new Uint8Array([1, 2]) }] });`);
  assert.deepEqual(call, {
    route: "messages.send",
    params: { channelId: "200" },
    body: { attachments: [{ id: 0, filename: "a.txt", description: "d" }, { id: 1, filename: "b.bin" }] },
    files: [{ name: "a.txt", dataBase64: "w6Q=", contentType: "text/plain" }, {
      name: "b.bin",
      dataBase64: "AQI=",
    }],
  });
});

Deno.test("select menus carry options, defaults and limits", () => {
  const body = sent(`await ctx.reply({ replyTo: null, components: [
    actionRow().addComponents(stringSelect("s").addOptions({ label: "L", value: "v" }).setPlaceholder("P").setMinValues(0)),
    actionRow().addComponents(channelSelect("c").setChannelTypes(0, 5).addDefaultChannel("7")),
  ] });`);
  assert.deepEqual(body.components, [
    {
      type: 1,
      components: [{
        type: 3,
        custom_id: "s",
        options: [{ label: "L", value: "v" }],
        placeholder: "P",
        min_values: 0,
      }],
    },
    {
      type: 1,
      components: [{
        type: 8,
        custom_id: "c",
        channel_types: [0, 5],
        default_values: [{ id: "7", type: "channel" }],
      }],
    },
  ]);
});
