import assert from "node:assert/strict";
import * as sdk from "../mod.ts";
import { fieldOf } from "./naming.ts";

/** Code, path and message of what a body throws. */
function refusal(body: () => unknown): [string, string | undefined, string] {
  try {
    body();
  } catch (error) {
    const { code, path, message } = error as { code: string; path?: string; message: string };
    return [code, path, message];
  }
  throw new Error(`was not refused: ${body}`);
}

const { actionRow, button, container, embed, inputText, label, section, stringSelect } = sdk;
const wrong = undefined as never;

Deno.test("nameFields() names the field that a setter refuses", () => {
  assert.deepEqual(refusal(() => embed().setTitle("x".repeat(257))), [
    "INVALID_ARGUMENT",
    "title",
    "Cannot set title: invalid string length (expected length <= 256)",
  ]);
  const cases: [() => unknown, string][] = [
    [() => embed().setColor(-1), "color"],
    [() => embed().setUrl("javascript:x"), "url"],
    [() => embed().setFooter("x", "ftp://a.example"), "footer.iconURL"],
    [() => embed().setAuthor("x".repeat(300)), "author.name"],
    [() => embed().setTimestamp("soon"), "timestamp"],
    [() => embed().addField("n", "x".repeat(1025)), "fields.0.value"],
    [() => embed().addFields([{ name: "n", value: "v" }, { name: "n", value: wrong }]), "fields.1.value"],
    [() => embed().addFields(Array(26).fill({ name: "n", value: "v" })), "fields"],
    [() => button().setCustomId("x".repeat(101)), "custom_id"],
    [() => button().setStyle(9 as never), "style"],
    [() => button().setUrl("x"), "url"],
    [() => stringSelect("s").addOptions({ label: "", value: "v" }), "options.label"],
    [() => stringSelect("s").setMinValues(26), "min_values"],
    [() => sdk.channelSelect("c").setChannelTypes(99 as never), "channel_types.0"],
    [() => inputText("i").setMaxLength(5000), "max_length"],
    [() => sdk.thumbnail("https://a.example").setUrl("x"), "url"],
    [() => container().setAccentColor(-1), "accent_color"],
    [() => section().setAccessory(sdk.textDisplay("a")), "accessory"],
    [() => label("x").setComponent({ type: 99 }), "component"],
    [() => new sdk.SlashCommandBuilder().setName("Not Good"), "name"],
    [() => new sdk.SlashCommandBuilder().setNameLocalization("xx" as never, "a"), "name_localization"],
    [() => new sdk.ModalBuilder("f", "t").addComponents({ type: 2 }), "components"],
  ];
  for (const [body, path] of cases) {
    const [code, found, message] = refusal(body);
    assert.deepEqual([code, found], ["INVALID_ARGUMENT", path], message);
    assert.match(message, /^Cannot set [\w.]+: \S/);
  }
});

Deno.test("nameFields() names what a builder lacks, however deep it is", () => {
  const cases: [() => unknown, string, RegExp][] = [
    [() => button().toJSON(), "label", /Cannot build button: .*label/i],
    [() => button().setLabel("x").setUrl("https://a.example").setStyle(1).toJSON(), "url", /URL/],
    [() => sdk.stringSelect(wrong).toJSON(), "custom_id", /Cannot build string select/],
    [() => new sdk.TextInputBuilder().toJSON(), "custom_id", /Cannot build input text/],
    [
      () => new sdk.ModalBuilder("f").addComponents(label("x").setComponent(inputText("i"))).toJSON(),
      "title",
      /Cannot build it/,
    ],
    [() => new sdk.ModalBuilder("f", "t").toJSON(), "components", /./],
    [() => label("x").toJSON(), "component", /./],
    [() => label("x").setComponent(inputText("")).toJSON(), "component.custom_id", /./],
    [() => section().addComponents(sdk.textDisplay("a")).toJSON(), "accessory", /./],
    [() => section().setAccessory(sdk.thumbnail("https://a.example")).toJSON(), "components", /./],
    [() => sdk.mediaGallery().addItem("x").toJSON(), "items.0.url", /./],
    [() => sdk.file("https://a.example").toJSON(), "url", /attachment/],
    [
      () => actionRow().addComponents(button().setCustomId("a").setLabel("A"), button()).toJSON(),
      "components.1.label",
      /Cannot build action row: Cannot build button/,
    ],
    [
      () => container().addComponents(actionRow().addComponents(button())).toJSON(),
      "components.0.components.0.label",
      /./,
    ],
    [
      () => stringSelect("s").addOptions(new sdk.StringSelectMenuOptionBuilder()).toJSON(),
      "options.0.label",
      /./,
    ],
    [() => new sdk.SlashCommandBuilder().setDescription("d").toJSON(), "name", /./],
    [() => new sdk.SlashCommandBuilder().setName("a").toJSON(), "description", /./],
  ];
  for (const [body, path, message] of cases) {
    const [code, found, text] = refusal(body);
    assert.deepEqual([code, found], ["INVALID_ARGUMENT", path], text);
    assert.match(text, message);
  }
});

Deno.test("fieldOf() spells fields as Discord does and leaves other methods alone", () => {
  const fields = {
    setCustomId: "custom_id",
    setSKUId: "sku_id",
    setURL: "url",
    setDMPermission: "dm_permission",
    setNSFW: "nsfw",
    setDefaultMemberPermissions: "default_member_permissions",
    setDefault: "default",
    addDefaultUsers: "default_values",
    addStringOption: "options",
    addSubcommandGroup: "options",
    addTextDisplayComponents: "components",
    setTextInputComponent: "component",
    addField: "fields",
    spliceFields: "fields",
    toJSON: "",
    equals: undefined,
    settle: undefined,
  };
  for (const [method, field] of Object.entries(fields)) assert.equal(fieldOf(method), field, method);
});
