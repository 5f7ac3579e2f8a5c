import assert from "node:assert/strict";
import { ControlError, emptyManifest, type SettingDefinition } from "@flora/model";
import { storeRevision } from "@flora/storage/testing/revision";
import { Bench, HOME, OTHER } from "../testing/bench.ts";

const path = `/api/guilds/${HOME}/settings`;
const settings: SettingDefinition[] = [
  { key: "greeting", type: "string", label: "Greeting", default: "hello" },
  { key: "most", type: "number", label: "Most", max: 9 },
];

async function deploy(bench: Bench, definitions: SettingDefinition[]): Promise<void> {
  const id = await storeRevision(bench.storage, HOME);
  await bench.storage.deployments.activate(HOME, id, { ...emptyManifest, settings: definitions });
}

Deno.test("settings are listed as the script defines them, changed in part, and taken back", async () => {
  await using bench = await Bench.open();
  assert.match((await bench.refusal(404, "GET", path)).detail, /has no script/);
  await deploy(bench, settings);
  const [greeting, most] = settings;
  assert.deepEqual(await bench.read(200, "GET", path), {
    settings: [{ ...greeting, value: "hello", set: false }, { ...most, set: false }],
  });
  assert.deepEqual(await bench.read(200, "PUT", path, { json: { values: { greeting: "hi", most: 3 } } }), {
    settings: [{ ...greeting, value: "hi", set: true }, { ...most, value: 3, set: true }],
  });
  await bench.read(200, "PUT", path, { json: { values: { greeting: null } } });
  assert.deepEqual((await bench.read(200, "GET", path)).settings[0].value, "hello");
});

Deno.test("settings keep what still fits after a redeploy, and show the default for what does not", async () => {
  await using bench = await Bench.open();
  await deploy(bench, settings);
  await bench.read(200, "PUT", path, { json: { values: { greeting: "hi", most: 9 } } });
  await deploy(bench, [{ ...settings[1]!, max: 5, default: 1 }, { ...settings[0]!, label: "Word" }]);
  const values = (await bench.read(200, "GET", path)).settings.map((
    { key, value, set }: { key: string; value: unknown; set: boolean },
  ) => [key, value, set]);
  assert.deepEqual(values, [["most", 1, false], ["greeting", "hi", true]]);
});

Deno.test("settings refuse bodies that are none, and tell what the gateway refuses", async () => {
  await using bench = await Bench.open();
  await deploy(bench, settings);
  for (
    const json of [{}, { values: [] }, { values: { a: {} } }, { values: { a: "x".repeat(4_001) } }, null]
  ) {
    assert.match((await bench.refusal(400, "PUT", path, { json })).field!, /^(values|json)/);
  }
  const headers = { "content-type": "application/json" };
  await bench.refusal(400, "PUT", path, { body: new Uint8Array([0x7b, 0xff]), headers });
  bench.gateway.onSettings = () => {
    throw new ControlError("INVALID_REQUEST", `Cannot set "most": must be at most 9`, {
      field: "values.most",
    });
  };
  const problem = await bench.refusal(400, "PUT", path, { json: { values: { most: 10 } } });
  assert.deepEqual([problem.field, problem.detail], ["values.most", `Cannot set "most": must be at most 9`]);
  await bench.gateway.die();
  await bench.refusal(503, "PUT", path, { json: { values: { most: 1 } } });
  await bench.read(200, "GET", path);
});

Deno.test("settings are for who may manage the guild", async () => {
  await using bench = await Bench.open();
  await deploy(bench, settings);
  const token = await bench.addToken("other", { guildIds: [OTHER] });
  await bench.refusal(403, "GET", path, { token });
  await bench.refusal(403, "PUT", path, { token, json: { values: { most: 1 } } });
  await bench.refusal(401, "PUT", path, { token: null, json: { values: { most: 1 } } });
  assert.deepEqual(await bench.storage.settings.read(HOME), new Map());
});
