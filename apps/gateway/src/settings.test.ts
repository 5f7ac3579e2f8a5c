import assert from "node:assert/strict";
import { ControlError, type SettingDefinition } from "@flora/model";
import { type SetUp, withGateway } from "./testing/set-up.ts";
import { until } from "@flora/model/until";

const settings: SettingDefinition[] = [
  { key: "greeting", type: "string", label: "Greeting", max: 10, default: "hello" },
  { key: "log", type: "channel", label: "Log" },
  { key: "mods", type: "role", label: "Mods", required: true },
  { key: "owner", type: "user", label: "Owner" },
  { key: "most", type: "number", label: "Most", min: 1, max: 9 },
];

const change = ({ control, guilds: [guild] }: SetUp, values: Record<string, unknown>) =>
  control.call("changeSettings", { guildId: guild!.id, values: values as Record<string, string> });

async function refused(promise: Promise<unknown>): Promise<[string, string | undefined, string]> {
  const error = await promise.then(() => undefined, (error) => error);
  assert.ok(error instanceof ControlError, "nothing was refused");
  return [error.code, error.details.field, error.message];
}

const twoGuilds = { emulator: { guilds: [{}, {}] } };

Deno.test("GuildSettings.change() stores what fits and has the script take it up", () =>
  withGateway(twoGuilds, async (parts) => {
    const { guilds: [guild, other], deploy, storage, workers: [worker] } = parts;
    assert.equal((await refused(change(parts, { greeting: "hi" })))[0], "NOT_FOUND");
    await deploy(guild!, { settings });
    await change(parts, {
      greeting: "hi",
      log: guild!.channelId,
      mods: guild!.id,
      owner: guild!.userId,
      most: 9,
    });
    assert.deepEqual(Object.fromEntries(await storage.settings.read(guild!.id)), {
      greeting: "hi",
      log: guild!.channelId,
      mods: guild!.id,
      owner: guild!.userId,
      most: 9,
    });
    assert.deepEqual(await storage.settings.read(other!.id), new Map());
    assert.deepEqual(worker!.calls.at(-1), { method: "refreshSettings", guildId: guild!.id });
    assert.deepEqual(worker!.frames, []);
    await change(parts, { greeting: null, owner: null });
    assert.deepEqual([...(await storage.settings.read(guild!.id)).keys()], ["log", "mods", "most"]);
  }));

Deno.test("GuildSettings.change() refuses what does not fit or is another guild's, and then sets nothing", () =>
  withGateway(twoGuilds, async (parts) => {
    const { guilds: [guild, other], deploy, storage } = parts;
    await deploy(guild!, { settings });
    const wrong: [Record<string, unknown>, string, RegExp][] = [
      [{ greeting: "hi", most: 10 }, "values.most", /must be at most 9/],
      [{ greeting: 5 }, "values.greeting", /must be text/],
      [{ unknown: "x" }, "values.unknown", /no such setting/],
      [{ constructor: "x" }, "values.constructor", /no such setting/],
      [{ mods: null }, "values.mods", /it is required/],
      [{ log: other!.channelId }, "values.log", /this server has no such channel/],
      [{ log: "123456789012345678" }, "values.log", /this server has no such channel/],
      [{ mods: other!.id }, "values.mods", /this server has no such role/],
      [{ owner: "123456789012345678" }, "values.owner", /this server has no such member/],
      [{ log: "../../x" }, "values.log", /must be the id of a channel/],
    ];
    for (const [values, field, pattern] of wrong) {
      const [code, where, message] = await refused(change(parts, values));
      assert.deepEqual([code, where], ["INVALID_REQUEST", field]);
      assert.match(message, pattern);
    }
    assert.deepEqual(await storage.settings.read(guild!.id), new Map());
  }));

Deno.test("GuildSettings.change() tells a script that listens what changed, once the values are there", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, workers: [worker] } = parts;
    await deploy(guild!, { settings, events: ["settingsUpdate"] });
    await change(parts, { greeting: "hello" });
    await change(parts, { greeting: "hi", most: 2 });
    const { event } = await until("the event", () => worker!.frames[0]);
    assert.deepEqual([event.kind, event.event, event.msg], ["lifecycle", "settingsUpdate", {
      changed: ["greeting", "most"],
      value: { greeting: "hi", most: 2 },
      previous: { greeting: "hello" },
    }]);
    assert.equal(worker!.frames.length, 1);
  }));

Deno.test("GuildSettings keeps values over deploys, but not without end", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, storage } = parts;
    await deploy(guild!, { settings });
    await storage.settings.write(guild!.id, new Map([["old", 1]]));
    await change(parts, { greeting: "hi" });
    assert.deepEqual([...(await storage.settings.read(guild!.id)).keys()], ["greeting", "old"]);
    const many = Array.from({ length: 100 }, (_, at) => [`old${at}`, at] as const);
    await storage.settings.write(guild!.id, new Map(many));
    await change(parts, { most: 2 });
    assert.deepEqual([...(await storage.settings.read(guild!.id)).keys()], ["greeting", "most"]);
  }));

Deno.test("Deployer refuses settings that are wrong before anything is changed", () =>
  withGateway({}, async ({ guilds: [guild], deploy, storage }) => {
    const label = "L";
    const wrong: [SettingDefinition[], string][] = [
      [[settings[0]!, settings[0]!], "settings.1.key"],
      [[{ key: "a", type: "choice", label }], "settings.0.choices"],
      [[{ key: "a", type: "string", label, choices: [{ label, value: "x" }] }], "settings.0.choices"],
      [[{ key: "a", type: "number", label, max: 1, default: 2 }], "settings.0.default"],
      [Array.from({ length: 26 }, (_, at) => ({ key: `k${at}`, type: "boolean", label })), "settings"],
    ];
    for (const [list, field] of wrong) {
      const [code, where] = await refused(deploy(guild!, { settings: list }));
      assert.deepEqual([code, where], ["SCRIPT_REJECTED", field]);
    }
    assert.equal(await storage.deployments.current(guild!.id), null);
  }));
