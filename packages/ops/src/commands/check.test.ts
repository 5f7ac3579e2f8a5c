import assert from "node:assert/strict";
import { SlashCommandBuilder } from "@discordjs/builders";
import { CommandBodies, readCommands } from "./check.ts";

const problemsOf = (definitions: readonly unknown[]) => readCommands(definitions).problems;
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
const command = (more: object = {}) => ({ name: "a", description: "d", ...more });
const option = (more: object = {}) => ({ type: 3, name: "o", description: "d", ...more });
const withOptions = (...options: unknown[]) => command({ options });
const choices = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `c${i}`, value: `v${i}` }));

Deno.test("readCommands() takes what SlashCommandBuilder makes, unchanged", () => {
  const simple = new SlashCommandBuilder().setName("roll").setDescription("d").setNSFW(true)
    .setDefaultMemberPermissions(8n).setNameLocalization("de", "würfeln").setDescriptionLocalization(
      "de",
      "d",
    )
    .addStringOption((o) =>
      o.setName("text").setDescription("d").setRequired(true).setMinLength(1).setMaxLength(9)
    )
    .addIntegerOption((o) => o.setName("sides").setDescription("d").setMinValue(2).setMaxValue(100))
    .addNumberOption((o) => o.setName("odds").setDescription("d").addChoices({ name: "half", value: 0.5 }))
    .addChannelOption((o) => o.setName("where").setDescription("d").addChannelTypes(0))
    .addUserOption((o) => o.setName("who").setDescription("d"))
    .addStringOption((o) => o.setName("find").setDescription("d").setAutocomplete(true));
  const nested = new SlashCommandBuilder().setName("config").setDescription("d")
    .addSubcommand((s) => s.setName("show").setDescription("d"))
    .addSubcommandGroup((g) =>
      g.setName("set").setDescription("d").addSubcommand((s) =>
        s.setName("prefix").setDescription("d").addStringOption((o) => o.setName("value").setDescription("d"))
      )
    );
  const definitions = plain([simple, nested]);
  assert.deepEqual(problemsOf(definitions), []);
  const parsed = CommandBodies.parse(definitions);
  assert.deepEqual(parsed[1]!.type === 1 && parsed[1]!.options, definitions[1].options);
});

Deno.test("readCommands() takes names of every script that Discord takes", () => {
  for (
    const name of ["a", "a-b_c", "o'clock", "привет", "ロール", "सूची", "ค้นหา", "größe", "1", "x".repeat(32)]
  ) {
    assert.deepEqual(problemsOf([command({ name })]), [], name);
  }
  assert.deepEqual(problemsOf([{ type: 2, name: "Report User" }, { type: 3, name: "Report User" }]), []);
});

Deno.test("readCommands() names every problem by path", () => {
  const sub = (more: object = {}) => ({ type: 1, name: "s", description: "d", ...more });
  const bad: [unknown, string][] = [
    [command({ name: "Upper" }), "name"],
    [command({ name: "two words" }), "name"],
    [command({ name: "" }), "name"],
    [command({ name: "x".repeat(33) }), "name"],
    [command({ name: "a/b" }), "name"],
    [command({ name: "a\n" }), "name"],
    [command({ name: "😀" }), "name"],
    [command({ name: "ÄB" }), "name"],
    [command({ name: undefined }), "name"],
    [command({ description: "" }), "description"],
    [command({ description: "x".repeat(101) }), "description"],
    [command({ description: undefined }), "description"],
    [command({ type: 4 }), "type"],
    [command({ name_localizations: { xx: "a" } }), "name_localizations.xx"],
    [command({ name_localizations: { de: "Groß" } }), "name_localizations.de"],
    [command({ description_localizations: { de: "" } }), "description_localizations.de"],
    [command({ default_member_permissions: "admin" }), "default_member_permissions"],
    [withOptions(...Array.from({ length: 26 }, (_, i) => option({ name: `o${i}` }))), "options"],
    [withOptions(option({ type: 12 })), "options.0.type"],
    [withOptions(option({ name: "Bad" })), "options.0.name"],
    [withOptions(option({ description: "" })), "options.0.description"],
    [withOptions(option(), option()), "options.1.name"],
    [withOptions(option(), option({ name: "p", required: true })), "options.1.required"],
    [withOptions(option({ choices: choices(26) })), "options.0.choices"],
    [withOptions(option({ choices: [{ name: "c", value: 1 }] })), "options.0.choices.0.value"],
    [withOptions(option({ type: 4, choices: [{ name: "c", value: 1.5 }] })), "options.0.choices.0.value"],
    [withOptions(option({ choices: [{ name: "c", value: "x".repeat(101) }] })), "options.0.choices.0.value"],
    [withOptions(option({ choices: choices(1), autocomplete: true })), "options.0.choices"],
    [withOptions(option({ type: 4, min_value: 5, max_value: 4 })), "options.0.min_value"],
    [withOptions(option({ min_length: 5, max_length: 4 })), "options.0.min_length"],
    [withOptions(option({ max_length: 6001 })), "options.0.max_length"],
    [withOptions(sub(), option()), "options"],
    [withOptions({ type: 2, name: "g", description: "d", options: [] }), "options.0.options"],
    [withOptions({ type: 2, name: "g", description: "d", options: [option()] }), "options.0.options.0.type"],
    [withOptions(sub({ options: [sub()] })), "options.0.options.0.type"],
    [
      withOptions(sub({ options: [option(), option({ name: "p", required: true })] })),
      "options.0.options.1.required",
    ],
    [{ type: 2, name: "x".repeat(33) }, "name"],
    [null, ""],
    ["text", ""],
  ];
  for (const [definition, path] of bad) {
    const [problem] = problemsOf([definition]);
    assert.equal(problem?.path, path ? `commands.0.${path}` : "commands.0", JSON.stringify(definition));
    assert.ok(problem!.message.length > 0);
  }
});

Deno.test("readCommands() counts commands, names and characters", () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => command({ name: `c${i}` }));
  assert.deepEqual(problemsOf(many(100)), []);
  assert.deepEqual(problemsOf(many(101)), [{
    path: "commands",
    message: "101 slash commands, at most 100",
  }]);
  for (const [type, kind] of [[2, "user"], [3, "message"]]) {
    const menus = (count: number) => Array.from({ length: count }, (_, i) => ({ type, name: `Menu ${i}` }));
    assert.deepEqual(problemsOf([...menus(15), ...many(100)]), []);
    const refused = { path: "commands", message: `16 ${kind} commands, at most 15` };
    assert.deepEqual(problemsOf(menus(16)), [refused]);
  }
  assert.equal(problemsOf([command(), command()])[0]!.path, "commands.1.name");
  assert.deepEqual(problemsOf([command(), { type: 2, name: "a" }, { type: 3, name: "a" }]), []);
  const wide = (length: number) =>
    withOptions(
      ...Array.from({ length: 25 }, (_, i) =>
        option({
          name: `o${i}`,
          choices: [{ name: "n".repeat(100), value: "v".repeat(100) }],
          description: "d".repeat(length),
        })),
    );
  assert.deepEqual(problemsOf([wide(100)]), []);
  const long = wide(100);
  for (const one of (long as unknown as { options: { choices: object[] }[] }).options) {
    one.choices.push({ name: "m".repeat(100), value: "w".repeat(100), name_localizations: { de: "x" } });
  }
  assert.match(
    problemsOf([long])[0]!.message,
    /characters of names, descriptions and values, at most 8000/,
  );
});

Deno.test("readCommands() drops keys that Discord does not name", () => {
  const [parsed] = CommandBodies.parse([
    command({ evil: 1, integration_types: [0, 1], contexts: [1], guild_id: "1" }),
  ]);
  assert.deepEqual(parsed, { type: 1, name: "a", description: "d" });
});
