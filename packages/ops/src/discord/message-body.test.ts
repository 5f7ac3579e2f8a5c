import assert from "node:assert/strict";
import {
  ActionRowBuilder,
  ButtonBuilder,
  ChannelSelectMenuBuilder,
  ContainerBuilder,
  EmbedBuilder,
  FileBuilder,
  LabelBuilder,
  MediaGalleryBuilder,
  MediaGalleryItemBuilder,
  ModalBuilder,
  SectionBuilder,
  SeparatorBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  ThumbnailBuilder,
  UserSelectMenuBuilder,
} from "@discordjs/builders";
import { Modal } from "../interactions/schema.ts";
import { ChannelMessage, InteractionEdit, InteractionMessage, MessageEdit } from "./message-body.ts";

const V2 = 1 << 15;
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
const button = (id: string) => new ButtonBuilder().setCustomId(id).setLabel("b").setStyle(1);
const rowOf = (...ids: string[]) => new ActionRowBuilder<ButtonBuilder>().addComponents(ids.map(button));

Deno.test("ChannelMessage takes what @discordjs/builders make, unchanged", () => {
  const embed = new EmbedBuilder().setTitle("t").setDescription("d").setURL("https://example.test").setColor(
    0xff00ff,
  )
    .setTimestamp(0).setFooter({ text: "f", iconURL: "attachment://a.png" }).setImage(
      "https://example.test/i.png",
    )
    .setAuthor({ name: "a", url: "https://example.test" }).addFields({ name: "n", value: "v", inline: true });
  const select = new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
    new StringSelectMenuBuilder().setCustomId("s").addOptions({
      label: "l",
      value: "v",
      emoji: { name: "👍" },
    }),
  );
  const users = new ActionRowBuilder<UserSelectMenuBuilder>().addComponents(
    new UserSelectMenuBuilder().setCustomId("u").addDefaultUsers("600000000000000006").setMinValues(0)
      .setMaxValues(2),
  );
  const channels = new ActionRowBuilder<ChannelSelectMenuBuilder>().addComponents(
    new ChannelSelectMenuBuilder().setCustomId("c").addChannelTypes(0),
  );
  const link = new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setStyle(5).setURL("https://example.test").setLabel("l"),
  );
  const body = plain({ embeds: [embed], components: [rowOf("a", "b"), select, users, channels, link] });
  assert.deepEqual(ChannelMessage.parse(body), { ...body, allowed_mentions: { parse: [] } });
});

Deno.test("ChannelMessage takes components v2 of @discordjs/builders, unchanged", () => {
  const section = new SectionBuilder().addTextDisplayComponents(new TextDisplayBuilder().setContent("x"))
    .setThumbnailAccessory(new ThumbnailBuilder().setURL("attachment://a.png").setDescription("d"));
  const container = new ContainerBuilder().setAccentColor(1).setSpoiler(true).addSectionComponents(section)
    .addSeparatorComponents(new SeparatorBuilder().setDivider(true).setSpacing(2))
    .addActionRowComponents(rowOf("a"))
    .addMediaGalleryComponents(
      new MediaGalleryBuilder().addItems(new MediaGalleryItemBuilder().setURL("https://example.test/i.png")),
    );
  const components = [
    container,
    new TextDisplayBuilder().setContent("y"),
    new FileBuilder().setURL("attachment://f.txt"),
  ];
  const body = plain({ components, flags: V2 });
  assert.deepEqual(ChannelMessage.parse(body), { ...body, allowed_mentions: { parse: [] } });
  assert.ok(MessageEdit.safeParse(plain({ components })).success, "an edit needs no flag");
  assert.equal(ChannelMessage.safeParse(plain({ components })).success, false, "a new message does");
});

Deno.test("Modal takes what ModalBuilder makes, unchanged", () => {
  const input = new TextInputBuilder().setCustomId("i").setStyle(1).setLabel("l");
  const legacy = new ModalBuilder().setCustomId("m").setTitle("t").addComponents(
    new ActionRowBuilder<TextInputBuilder>().addComponents(input),
  );
  const labelled = new ModalBuilder().setCustomId("m").setTitle("t").addLabelComponents(
    new LabelBuilder().setLabel("l").setStringSelectMenuComponent(
      new StringSelectMenuBuilder().setCustomId("s").addOptions({ label: "l", value: "v" }).setRequired(
        false,
      ),
    ),
    new LabelBuilder().setLabel("l").setDescription("d").setTextInputComponent(
      new TextInputBuilder().setCustomId("i").setStyle(2).setRequired(true),
    ),
  );
  for (const modal of [legacy, labelled]) assert.deepEqual(Modal.parse(plain(modal)), plain(modal));
});

const row = (...components: unknown[]) => ({ type: 1, components });
const click = (custom_id: string) => ({ type: 2, style: 1, label: "b", custom_id });
const option = (value: string) => ({ label: "l", value });
const field = { name: "n", value: "v" };
const textOf = (length: number) => ({ type: 10, content: "x".repeat(length) });

Deno.test("ChannelMessage refuses what Discord refuses, naming the path", () => {
  const bad: [unknown, string][] = [
    [{ content: "x".repeat(2001) }, "content"],
    [{ content: "\ud800" }, "content"],
    [{ content: 5 }, "content"],
    [{ embeds: Array(11).fill({ title: "t" }) }, "embeds"],
    [{ embeds: [{ title: "x".repeat(257) }] }, "embeds.0.title"],
    [{ embeds: [{ description: "x".repeat(4097) }] }, "embeds.0.description"],
    [{ embeds: [{ fields: Array(26).fill(field) }] }, "embeds.0.fields"],
    [{ embeds: [{ fields: [{ name: "", value: "v" }] }] }, "embeds.0.fields.0.name"],
    [{ embeds: [{ fields: [{ name: "n", value: "x".repeat(1025) }] }] }, "embeds.0.fields.0.value"],
    [{ embeds: [{ footer: { text: "x".repeat(2049) } }] }, "embeds.0.footer.text"],
    [{ embeds: [{ author: { name: "x".repeat(257) } }] }, "embeds.0.author.name"],
    [{ embeds: [{ url: "javascript:alert(1)" }] }, "embeds.0.url"],
    [{ embeds: [{ image: { url: "file:///etc/passwd" } }] }, "embeds.0.image.url"],
    [{ embeds: [{ color: 0x1000000 }] }, "embeds.0.color"],
    [{ embeds: [{ timestamp: "yesterday" }] }, "embeds.0.timestamp"],
    [{ embeds: [{ description: "x".repeat(4000) }, { description: "x".repeat(2001) }] }, "embeds"],
    [{ components: Array.from({ length: 6 }, (_, i) => row(click(`${i}`))) }, "components"],
    [{ components: [row(...Array.from({ length: 6 }, (_, i) => click(`${i}`)))] }, "components.0.components"],
    [{ components: [row()] }, "components.0.components"],
    [{ components: [click("a")] }, "components.0.type"],
    [{ components: [row(click("a"), click("a"))] }, "components"],
    [{ components: [row(click("a")), row(click("a"))] }, "components"],
    [{ components: [row({ type: 2, style: 1, label: "b" })] }, "components.0.components.0.custom_id"],
    [{ components: [row({ type: 2, style: 5, label: "b" })] }, "components.0.components.0.url"],
    [
      { components: [row({ ...click("a"), style: 5, url: "https://x.test" })] },
      "components.0.components.0.custom_id",
    ],
    [{ components: [row({ ...click("x".repeat(101)) })] }, "components.0.components.0.custom_id"],
    [{ components: [row({ ...click("a"), label: "x".repeat(81) })] }, "components.0.components.0.label"],
    [{
      components: [row({
        type: 3,
        custom_id: "s",
        options: Array.from({ length: 26 }, (_, i) => option(`${i}`)),
      })],
    }, "components.0.components.0.options"],
    [
      { components: [row({ type: 3, custom_id: "s", options: [option("v")] }, click("a"))] },
      "components.0.components",
    ],
    [{ components: [row({ type: 4, custom_id: "i", style: 1 })] }, "components.0.components.0.type"],
    [{ components: [textOf(1)] }, "components"],
    [{ components: [textOf(1)], content: "x", flags: V2 }, "content"],
    [{ components: [textOf(1)], embeds: [{ title: "t" }], flags: V2 }, "embeds"],
    [{ components: [textOf(2500), textOf(1501)], flags: V2 }, "components"],
    [{ components: Array.from({ length: 21 }, (_, i) => row(click(`${i}`))), flags: V2 }, "components"],
    [
      { components: [{ type: 17, components: [{ type: 17, components: [textOf(1)] }] }], flags: V2 },
      "components.0.components.0.type",
    ],
    [{ message_reference: { message_id: "x" } }, "message_reference.message_id"],
    [{ message_reference: { type: 1, message_id: "500000000000000005" } }, "message_reference.channel_id"],
    [{ message_reference: { type: 2, message_id: "500000000000000005" } }, "message_reference.type"],
    [{ allowed_mentions: { parse: ["all"] } }, "allowed_mentions.parse.0"],
    [{ allowed_mentions: { users: Array(101).fill("600000000000000006") } }, "allowed_mentions.users"],
    [{ poll: { question: { text: "q" }, answers: [] } }, "poll.answers"],
    [{ attachments: [{ id: "x" }] }, "attachments.0.id"],
    [{ nonce: "x".repeat(26) }, "nonce"],
  ];
  for (const [body, path] of bad) {
    const parsed = ChannelMessage.safeParse(body);
    assert.equal(parsed.error?.issues[0]?.path.join("."), path, JSON.stringify(body).slice(0, 200));
  }
});

Deno.test("ChannelMessage counts characters as Discord does, not UTF-16 units", () => {
  assert.ok(ChannelMessage.safeParse({ content: "👍".repeat(2000) }).success);
  assert.equal(ChannelMessage.safeParse({ content: "👍".repeat(2001) }).success, false);
  assert.ok(ChannelMessage.safeParse({ embeds: [{ title: "👍".repeat(256) }] }).success);
});

Deno.test("messages of interactions may be ephemeral, messages of channels not", () => {
  assert.equal(InteractionMessage.parse({ content: "x", flags: 64 }).flags, 64);
  assert.equal(InteractionEdit.parse({ content: "x", flags: 64 }).flags, 64);
  assert.equal(ChannelMessage.parse({ content: "x", flags: 64 }).flags, 0);
});
