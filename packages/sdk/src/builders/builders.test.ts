import assert from "node:assert/strict";
import * as library from "@discordjs/builders";
import * as sdk from "../mod.ts";

const { ButtonStyle, EmbedBuilder, actionRow, button, container, embed, section } = sdk;

/** Without what is undefined, as it goes to Discord. */
const json = (builder: { toJSON(): unknown }) => JSON.parse(JSON.stringify(builder));

Deno.test("embed() takes flora's spelling and the library's", () => {
  const short = embed({ title: "T", author: { name: "A", iconUrl: "https://a.example/a.png" } })
    .setDescription("D")
    .setUrl("https://a.example")
    .setColor(0xff00ff)
    .setTimestamp("2026-01-02T03:04:05Z")
    .setFooter("F", "https://a.example/f.png")
    .setImage("https://a.example/i.png")
    .setThumbnail("attachment://t.png")
    .addField("a", "1")
    .addField("b", "2", true)
    .addFields([{ name: "c", value: "3" }])
    .addFields({ name: "d", value: "4", inline: true });
  const long = new EmbedBuilder({ title: "T", author: { name: "A", icon_url: "https://a.example/a.png" } })
    .setDescription("D")
    .setURL("https://a.example")
    .setColor([255, 0, 255])
    .setTimestamp(Date.UTC(2026, 0, 2, 3, 4, 5))
    .setFooter({ text: "F", iconURL: "https://a.example/f.png" })
    .setImage("https://a.example/i.png")
    .setThumbnail("attachment://t.png")
    .setFields(
      { name: "a", value: "1", inline: false },
      { name: "b", value: "2", inline: true },
      { name: "c", value: "3" },
      { name: "d", value: "4", inline: true },
    );
  assert.deepEqual(json(short), json(long));
  assert.equal(json(short).timestamp, "2026-01-02T03:04:05.000Z");
  assert.ok(long instanceof library.EmbedBuilder);
  assert.deepEqual(
    json(embed().setAuthor("A", { url: "https://a.example", iconUrl: "https://a.example/a.png" })),
    { author: { name: "A", url: "https://a.example", icon_url: "https://a.example/a.png" } },
  );
  assert.deepEqual(json(embed().setTitle("").setDescription("").setFooter("F")), {
    footer: { text: "F" },
  });
});

Deno.test("button() is primary, a link or premium, whichever spelling", () => {
  assert.deepEqual(json(button().setCustomId("a").setLabel("A").setEmoji("<a:cat:12345678901234567>")), {
    type: 2,
    style: 1,
    custom_id: "a",
    label: "A",
    emoji: { id: "12345678901234567", name: "cat", animated: true },
  });
  const link = { type: 2, style: 5, url: "https://a.example", label: "A" };
  assert.deepEqual(json(button().setLabel("A").setUrl("https://a.example")), link);
  assert.deepEqual(
    json(new sdk.ButtonBuilder().setStyle(ButtonStyle.Link).setURL("https://a.example").setLabel("A")),
    link,
  );
  assert.deepEqual(json(button().setSkuId("1")), { type: 2, style: 6, sku_id: "1" });
  assert.deepEqual(json(button().setCustomId("a").setEmoji({ name: "🌸" }).setDisabled()), {
    type: 2,
    style: 1,
    custom_id: "a",
    emoji: { name: "🌸" },
    disabled: true,
  });
});

Deno.test("select menus choose in advance and limit", () => {
  assert.deepEqual(
    json(sdk.userSelect("u").setDefaultUsers(["1"]).addDefaultUser("2").setMaxValues(2)),
    {
      type: 5,
      custom_id: "u",
      default_values: [{ id: "1", type: "user" }, { id: "2", type: "user" }],
      max_values: 2,
    },
  );
  assert.deepEqual(
    json(sdk.roleSelect("r").addDefaultRole("1").addDefaultValue("2", "role")).default_values,
    [
      { id: "1", type: "role" },
      { id: "2", type: "role" },
    ],
  );
  assert.deepEqual(
    json(sdk.mentionableSelect("m").setDefaultValues([{ id: "1", type: "user" }]).addDefaultRole("2"))
      .default_values,
    [{ id: "1", type: "user" }, { id: "2", type: "role" }],
  );
  assert.deepEqual(json(sdk.channelSelect("c").setChannelTypes([0, 5]).setDefaultChannels("7")), {
    type: 8,
    custom_id: "c",
    channel_types: [0, 5],
    default_values: [{ id: "7", type: "channel" }],
  });
  assert.deepEqual(
    json(
      sdk.stringSelect("s").setOptions([{ label: "A", value: "a", emoji: "👍" }])
        .addOptions(
          { label: "B", value: "b" },
          new sdk.StringSelectMenuOptionBuilder().setLabel("C").setValue("c"),
        )
        .setPlaceholder("P").setMinValues(0).setDisabled(),
    ),
    {
      type: 3,
      custom_id: "s",
      options: [{ label: "A", value: "a", emoji: { name: "👍" } }, { label: "B", value: "b" }, {
        label: "C",
        value: "c",
      }],
      placeholder: "P",
      min_values: 0,
      disabled: true,
    },
  );
});

Deno.test("layout takes builders, lists and JSON of either spelling", () => {
  const built = container().setAccentColor(0xff0000).setSpoiler().addComponents(
    section().addComponents([sdk.textDisplay("a"), { type: 10, content: "b" }]).setAccessory(
      sdk.thumbnail("https://a.example/t.png").setDescription("d").setSpoiler(),
    ),
    sdk.separator().setSpacing("small"),
    sdk.separator(false).setSpacing(2),
    sdk.mediaGallery().addItem("https://a.example/1.png", { spoiler: true }).addItem(
      "https://a.example/2.png",
    ),
    sdk.mediaGallery().setItems([{ url: "https://a.example/3.png" }, {
      media: { url: "https://a.example/4.png" },
    }]),
    sdk.file("attachment://a.txt").setSpoiler(),
    actionRow().addComponents([button().setCustomId("x").setLabel("X")]),
    { type: 1, components: [{ type: 2, style: 1, customId: "y", label: "Y" }] },
  );
  assert.deepEqual(json(built), {
    type: 17,
    accent_color: 0xff0000,
    spoiler: true,
    components: [
      {
        type: 9,
        components: [{ type: 10, content: "a" }, { type: 10, content: "b" }],
        accessory: { type: 11, media: { url: "https://a.example/t.png" }, description: "d", spoiler: true },
      },
      { type: 14, divider: true, spacing: 1 },
      { type: 14, divider: false, spacing: 2 },
      {
        type: 12,
        items: [{ media: { url: "https://a.example/1.png" }, spoiler: true }, {
          media: { url: "https://a.example/2.png" },
        }],
      },
      {
        type: 12,
        items: [{ media: { url: "https://a.example/3.png" } }, { media: { url: "https://a.example/4.png" } }],
      },
      { type: 13, file: { url: "attachment://a.txt" }, spoiler: true },
      { type: 1, components: [{ type: 2, style: 1, custom_id: "x", label: "X" }] },
      { type: 1, components: [{ type: 2, style: 1, custom_id: "y", label: "Y" }] },
    ],
  });
  assert.deepEqual(
    json(
      section().setComponents([sdk.textDisplay("a")]).setAccessory({
        type: 2,
        style: 1,
        custom_id: "b",
        label: "B",
      }),
    ),
    {
      type: 9,
      components: [{ type: 10, content: "a" }],
      accessory: { type: 2, style: 1, custom_id: "b", label: "B" },
    },
  );
});

Deno.test("forms take labels, texts and rows", () => {
  const form = new sdk.ModalBuilder("f", "Form").addComponents(
    sdk.label("Name").setDescription("Yours").setComponent(
      sdk.inputText("n").setMaxLength(5).setRequired(false),
    ),
    sdk.label("Role").setComponent(sdk.roleSelect("r").setRequired()),
    sdk.label("File").setComponent(sdk.fileUpload("u").setMaxValues(2)),
    { type: 18, label: "JSON", component: { type: 4, customId: "j", style: 2 } },
    sdk.textDisplay("That is all"),
  );
  assert.deepEqual(json(form), {
    custom_id: "f",
    title: "Form",
    components: [
      {
        type: 18,
        label: "Name",
        description: "Yours",
        component: { type: 4, custom_id: "n", style: 1, max_length: 5, required: false },
      },
      { type: 18, label: "Role", component: { type: 6, custom_id: "r", required: true } },
      { type: 18, label: "File", component: { type: 19, custom_id: "u", max_values: 2 } },
      { type: 18, label: "JSON", component: { type: 4, custom_id: "j", style: 2 } },
      { type: 10, content: "That is all" },
    ],
  });
  const row = new sdk.ModalBuilder().setCustomId("f").setTitle("T").addComponents(
    actionRow().addComponents(sdk.inputText("i").setLabel("L").setStyle(sdk.InputTextStyle.Paragraph)),
  );
  assert.deepEqual(json(row).components, [
    { type: 1, components: [{ type: 4, custom_id: "i", style: 2, label: "L" }] },
  ]);
});

Deno.test("the library's own classes are there as it has them", () => {
  const command = new sdk.SlashCommandBuilder().setName("ban").setDescription("Bans")
    .addUserOption((option) => option.setName("who").setDescription("Who").setRequired(true));
  assert.deepEqual(json(command).options, [{ type: 6, name: "who", description: "Who", required: true }]);
  for (const name of Object.keys(library)) {
    if (!/^[A-Z].*Builder$|^SlashCommand\w+Option$/.test(name) || /^(Base|Component|SelectMenu)/.test(name)) {
      continue;
    }
    const ours = (sdk as Record<string, unknown>)[name] as { prototype: object };
    const theirs = (library as Record<string, unknown>)[name] as { prototype: object };
    assert.ok(ours, name);
    assert.ok(ours === theirs || ours.prototype instanceof (theirs as never), name);
  }
});

Deno.test("every class takes the one argument that the published SDK gives it", () => {
  const built = [
    new sdk.StringSelectMenuBuilder("a").addOptions({ label: "L", value: "v" }),
    new sdk.UserSelectMenuBuilder("a"),
    new sdk.RoleSelectMenuBuilder("a"),
    new sdk.MentionableSelectMenuBuilder("a"),
    new sdk.ChannelSelectMenuBuilder("a"),
    new sdk.InputTextBuilder("a"),
    new sdk.FileUploadBuilder("a"),
    new sdk.TextDisplayBuilder("a"),
    new sdk.ThumbnailBuilder("https://a.example"),
    new sdk.FileBuilder("attachment://a"),
    new sdk.SeparatorBuilder(false),
  ].map(json);
  assert.deepEqual(built.map(({ type }) => type), [3, 5, 6, 7, 8, 4, 19, 10, 11, 13, 14]);
  assert.ok(built.slice(0, 7).every(({ custom_id }) => custom_id === "a"));
  assert.deepEqual(json(new sdk.LabelBuilder("l").setComponent(sdk.inputText("a"))).label, "l");
});
