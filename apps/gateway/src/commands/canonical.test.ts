import assert from "node:assert/strict";
import { canonicalCommands } from "./canonical.ts";
import { flattenErrors } from "./form-errors.ts";

/** All that a list of commands says, in whatever order. */
const said = (commands: Parameters<typeof canonicalCommands>[0]) =>
  JSON.stringify(canonicalCommands(commands).sort((a, b) => a.key < b.key ? -1 : 1));

const roll = {
  name: "roll",
  description: "Rolls",
  options: [{ type: 4, name: "sides", description: "Sides", choices: [{ name: "six", value: 6 }] }],
};
const pick = { name: "Pick", type: 2 };

Deno.test("canonicalCommands() does not see what Discord adds, nor order, nor defaults", () => {
  const fromDiscord = {
    id: "1",
    application_id: "2",
    guild_id: "3",
    version: "4",
    type: 1,
    nsfw: false,
    default_member_permissions: null,
    description_localizations: null,
    dm_permission: true,
    contexts: null,
    integration_types: [0],
    ...roll,
    options: [{ required: false, autocomplete: false, ...roll.options[0] }],
  };
  const menu = { ...pick, description: "", options: [] };
  assert.equal(said([menu, fromDiscord]), said([roll, pick]));
});

Deno.test("canonicalCommands() sees every real difference", () => {
  const variants = [
    [roll],
    [{ ...roll, description: "Rolls dice" }],
    [{ ...roll, options: [] }],
    [{ ...roll, options: [{ ...roll.options[0]!, required: true }] }],
    [{ ...roll, options: [{ ...roll.options[0]!, choices: [{ name: "six", value: 7 }] }] }],
    [{ ...roll, options: [{ ...roll.options[0]!, min_value: 0 }] }],
    [{ ...roll, nsfw: true }],
    [{ ...roll, default_member_permissions: "8" }],
    [{ ...roll, default_member_permissions: "0" }],
    [{ ...roll, name_localizations: { de: "wurf" } }],
    [roll, pick],
    [],
  ];
  assert.equal(new Set(variants.map(said)).size, variants.length);
  const numeric = said([{ ...roll, default_member_permissions: 8 }]);
  assert.equal(numeric, said([{ ...roll, default_member_permissions: "8" }]));
});

Deno.test("flattenErrors() names each place in a nested form error", () => {
  const errors = {
    0: { name: { _errors: [{ code: "A", message: "a" }] } },
    1: { options: { 2: { choices: { _errors: [{ code: "B", message: "b" }] } } } },
  };
  assert.deepEqual(flattenErrors(errors), [
    { path: ["0", "name"], code: "A", message: "a" },
    { path: ["1", "options", "2", "choices"], code: "B", message: "b" },
  ]);
  assert.deepEqual(flattenErrors(undefined), []);
  assert.deepEqual(flattenErrors("x"), []);
});
