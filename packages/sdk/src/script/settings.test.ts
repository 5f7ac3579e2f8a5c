import assert from "node:assert/strict";
import { TestGuest } from "../testing/guest.ts";

const SCHEMA = `const config = settings({
  greeting: { type: "string", label: "Greeting", default: "hello", max: 10 },
  log: { type: "channel", label: "Log", description: "Where to" },
  most: { type: "number", label: "Most", min: 1, max: 9, required: true },
  loud: { type: "boolean", label: "Loud", default: false },
  mood: { type: "choice", label: "Mood", choices: ["good", { label: "Not so good", value: "bad" }], default: "good" },
});`;

const SHOW = `on("messageCreate", () => console.log(JSON.stringify(config.value)));`;

function shown(guest: TestGuest): unknown {
  guest.dispatch("messageCreate", {});
  return JSON.parse(guest.logged.at(-1)!.message);
}

Deno.test("settings() is in the manifest as the host judges it", () => {
  assert.deepEqual(TestGuest.load(SCHEMA).manifest.settings, [
    { key: "greeting", type: "string", label: "Greeting", default: "hello", max: 10 },
    { key: "log", type: "channel", label: "Log", description: "Where to" },
    { key: "most", type: "number", label: "Most", required: true, min: 1, max: 9 },
    { key: "loud", type: "boolean", label: "Loud", default: false },
    {
      key: "mood",
      type: "choice",
      label: "Mood",
      default: "good",
      choices: [{ label: "good", value: "good" }, { label: "Not so good", value: "bad" }],
    },
  ]);
  assert.deepEqual(TestGuest.load("").manifest.settings, []);
});

Deno.test("settings().value is what was set and fits, else the default, at the top level already", () => {
  const stored = { greeting: "hi", most: 99, mood: "bad", old: 1, log: 5 };
  const guest = TestGuest.load(`${SCHEMA} ${SHOW} console.log(config.value.greeting);`, undefined, {
    settings: stored,
  });
  assert.equal(guest.logged[0]!.message, "hi");
  assert.deepEqual(shown(guest), { greeting: "hi", loud: false, mood: "bad" });
});

Deno.test("settings().value changes at once, as a whole, and no script can write to it", () => {
  const guest = TestGuest.load(`${SCHEMA} ${SHOW}
    const before = config.value;
    on("settingsUpdate", ({ msg, reply }) =>
      console.log(msg.changed.join(), config.value.greeting, before.greeting, typeof reply));
    try { config.value.greeting = "mine"; } catch (error) { console.log(error.name); }
    try { config.value = {}; } catch (error) { console.log(error.name); }
  `);
  assert.deepEqual(guest.logged.map(({ message }) => message), ["TypeError", "TypeError"]);
  assert.deepEqual(guest.manifest.events, ["messageCreate", "settingsUpdate"]);
  guest.turn({ t: "settings", settings: { greeting: "hey" } });
  guest.dispatch("settingsUpdate", { changed: ["greeting"], value: {}, previous: {} });
  assert.equal(guest.logged.at(-1)!.message, "greeting hey hello undefined");
  guest.turn({ t: "settings", settings: {} });
  assert.deepEqual(shown(guest), { greeting: "hello", loud: false, mood: "good" });
});

Deno.test("settings() takes the first form only", () => {
  const guest = TestGuest.load(`
    const config = settings({ a: { type: "string", label: "A", default: "x" } });
    settings({ b: { type: "string", label: "B" } });
    console.log(Object.keys(config.value).join());
  `);
  assert.deepEqual(guest.logged.map(({ level, message }) => [level, message]), [
    ["warn", "settings was called twice; the second call is ignored"],
    ["info", "a"],
  ]);
  assert.equal(guest.manifest.settings.length, 1);
});

const label = `label: "L"`;
for (
  const [schema, path] of [
    [`null`, undefined],
    [
      `Object.fromEntries(Array.from({ length: 26 }, (_, i) => ["k" + i, { type: "boolean", ${label} }]))`,
      undefined,
    ],
    [`{ "a-b": { type: "string", ${label} } }`, "a-b"],
    [`{ constructor: { type: "string", ${label} } }`, "constructor"],
    [`JSON.parse('{"__proto__": {"type": "string", "label": "L"}}')`, "__proto__"],
    [`{ a: null }`, "a.type"],
    [`{ a: { type: "text", ${label} } }`, "a.type"],
    [`{ a: { type: "string" } }`, "a.label"],
    [`{ a: { type: "string", label: "\\u001b[31mred" } }`, "a.label"],
    [`{ a: { type: "string", ${label}, description: "x".repeat(301) } }`, "a.description"],
    [`{ a: { type: "number", ${label}, min: "1" } }`, "a.min"],
    [`{ a: { type: "number", ${label}, default: 5, max: 4 } }`, "a.default"],
    [`{ a: { type: "channel", ${label}, default: "general" } }`, "a.default"],
    [`{ a: { type: "choice", ${label} } }`, "a.choices"],
    [`{ a: { type: "choice", ${label}, choices: [] } }`, "a.choices"],
    [`{ a: { type: "choice", ${label}, choices: ["x", ""] } }`, "a.choices.1"],
    [`{ a: { type: "choice", ${label}, choices: ["x"], default: "y" } }`, "a.default"],
  ] as const
) {
  Deno.test(`settings(${schema.slice(0, 70)}) is refused at ${path}`, () => {
    const guest = TestGuest.load(
      `try { settings(${schema}); } catch (error) { console.log(error.code, error.path); }`,
    );
    assert.equal(guest.logged[0]!.message, `INVALID_ARGUMENT ${path}`);
  });
}
