import assert from "node:assert/strict";
import type { EmulatorOptions } from "../options.ts";
import type { Interaction, Wire } from "../state/types.ts";
import { Bare, type Harness, withEmulator } from "../../testdata/harness.ts";

const COMMANDS = [
  { name: "plain", description: "Plain" },
  {
    name: "todo",
    description: "Lists",
    options: [
      {
        type: 1,
        name: "add",
        description: "Adds",
        options: [{ type: 3, name: "text", description: "t", required: true, max_length: 5 }],
      },
      {
        type: 2,
        name: "list",
        description: "Group",
        options: [{ type: 1, name: "all", description: "All" }],
      },
    ],
  },
  {
    name: "typed",
    description: "Typed",
    options: [
      { type: 4, name: "count", description: "n", min_value: 1, max_value: 3 },
      { type: 6, name: "who", description: "w" },
      { type: 7, name: "where", description: "c", channel_types: [0] },
      { type: 3, name: "colour", description: "c", choices: [{ name: "Red", value: "red" }] },
      { type: 3, name: "search", description: "s", autocomplete: true },
      { type: 11, name: "file", description: "f" },
    ],
  },
  { name: "admin", description: "Admin", default_member_permissions: "8" },
  { name: "Inspect", type: 2 },
];

async function withCommands(
  options: EmulatorOptions,
  run: (harness: Harness, use: (name: string, more?: Wire) => Promise<Interaction>) => Promise<void>,
): Promise<void> {
  await withEmulator(options, async (harness) => {
    const { rest, act, emulator, guildId, generalId, ownerId } = harness;
    const set = await rest(
      "PUT",
      `/applications/${emulator.applicationId}/guilds/${guildId}/commands`,
      COMMANDS,
    );
    assert.equal(set.status, 200, JSON.stringify(set.body));
    await run(harness, async (name, more = {}) => {
      const path = more.focused ? "autocomplete" : "commands";
      const { id } = await act("POST", `/channels/${generalId}/${path}`, { userId: ownerId, name, ...more });
      return emulator.world.interactions.get(String(id))!;
    });
  });
}

const callback = ({ id, token }: Interaction) => `/interactions/${id}/${token}/callback`;

Deno.test("interactions not answered within three seconds are gone", () =>
  withCommands({ interactionDeadlineMs: 3_000 }, async ({ rest, emulator, act }, use) => {
    const late = await use("plain");
    emulator.clock.advance(3_001);
    const answer = await rest("POST", callback(late), { type: 4, data: { content: "x" } });
    assert.deepEqual([answer.status, answer.body.code], [404, 10062]);
    assert.equal((await act("GET", `/interactions/${late.id}`)).state, "expired");
  }));

Deno.test("interactions are answered once", () =>
  withCommands({}, async ({ rest }, use) => {
    const one = await use("plain");
    assert.equal((await rest("POST", callback(one), { type: 5 })).status, 204);
    const again = await rest("POST", callback(one), { type: 4, data: { content: "x" } });
    assert.deepEqual([again.status, again.body.code], [400, 40060]);
  }));

Deno.test("interaction tokens: not before the answer, and dead after fifteen minutes", () =>
  withCommands({}, async ({ rest, emulator }, use) => {
    const one = await use("plain");
    const follow = () =>
      rest("POST", `/webhooks/${emulator.applicationId}/${one.token}`, { content: "more" });
    const early = await follow();
    assert.deepEqual([early.status, early.body.code], [404, 10015]);
    await rest("POST", callback(one), { type: 4, data: { content: "x" } });
    assert.equal((await follow()).status, 200);
    emulator.clock.advance(15 * 60_000 + 1);
    const late = await follow();
    assert.deepEqual([late.status, late.body.code], [401, 50027]);
  }));

Deno.test("a deferred answer is filled by the first follow-up and keeps being ephemeral", () =>
  withCommands({}, async ({ rest, emulator, act, generalId }, use) => {
    const one = await use("plain");
    await rest("POST", callback(one), { type: 5, data: { flags: 64 } });
    assert.equal((await act("GET", `/interactions/${one.id}`)).state, "deferred");
    const filled = await rest("POST", `/webhooks/${emulator.applicationId}/${one.token}`, {
      content: "done",
    });
    assert.equal(filled.body.id, one.originalId);
    assert.equal(filled.body.flags, 64);
    const view = await act("GET", `/interactions/${one.id}`) as Wire & { responses: Wire[] };
    assert.deepEqual([view.state, view.responses.length, view.responses[0]?.ephemeral], [
      "responded",
      1,
      true,
    ]);
    assert.deepEqual((await rest("GET", `/channels/${generalId}/messages`)).body, []);
    assert.equal((await rest("GET", `/channels/${generalId}/messages/${one.originalId}`)).body.code, 10008);
    const original = `/webhooks/${emulator.applicationId}/${one.token}/messages/@original`;
    assert.equal((await rest("GET", original)).body.content, "done");
    assert.equal((await rest("DELETE", original)).status, 204);
    assert.equal((await rest("GET", original)).body.code, 10008);
  }));

Deno.test("callbacks report what they made when asked", () =>
  withCommands({}, async ({ rest }, use) => {
    const one = await use("plain");
    const body = { type: 4, data: { content: "x", flags: 64, enforce_nonce: false } };
    const answer = await rest("POST", `${callback(one)}?with_response=true`, body);
    assert.equal(answer.status, 200);
    const about = answer.body.interaction as Wire;
    assert.deepEqual([about.id, about.response_message_ephemeral, about.response_message_loading], [
      one.id,
      true,
      false,
    ]);
    const wrong = await rest("POST", callback(await use("plain")), { type: 7, data: { content: "x" } });
    assert.equal(wrong.body.code, 50035, "a command has no message to update");
  }));

Deno.test("command options are judged as registered and resolved", () =>
  withCommands({}, async ({ control, emulator, generalId, ownerId, aliceId, randomId }, use) => {
    const bare = new Bare(`${emulator.gatewayUrl}/?v=10&encoding=json`);
    await bare.identify(emulator.token, 1);
    const add = await use("todo", { options: { add: { text: "milk" } } });
    assert.deepEqual(add.data.options, [
      { type: 1, name: "add", options: [{ type: 3, name: "text", value: "milk" }] },
    ]);
    const all = await use("todo", { options: [{ name: "list", options: [{ name: "all" }] }] });
    assert.deepEqual(all.data.options, [{
      type: 2,
      name: "list",
      options: [{ type: 1, name: "all", options: [] }],
    }]);
    const typed = await use("typed", {
      options: {
        count: 2,
        who: aliceId,
        where: randomId,
        colour: "red",
        file: { filename: "a.txt", content: "abc" },
      },
    });
    const resolved = typed.data.resolved as Record<string, Record<string, Wire>>;
    assert.deepEqual(Object.keys(resolved).sort(), ["attachments", "channels", "members", "users"]);
    assert.equal(resolved.users![aliceId]!.username, "alice");
    const [file] = Object.values(resolved.attachments!);
    assert.equal(await (await fetch(String(file!.url))).text(), "abc");
    const event = await bare.until((frames) => frames.find(({ d }) => d?.id === typed.id));
    assert.equal((event.d.member as Wire).permissions !== undefined, true);
    assert.deepEqual(event.d.authorizing_integration_owners, { "0": emulator.guildIds[0] });
    bare.close();

    const refusals: [Wire, string][] = [
      [{ name: "nothing" }, "name"],
      [{ name: "todo", options: {} }, "options"],
      [{ name: "todo", options: { add: {} } }, "options.add.text"],
      [{ name: "todo", options: { add: { text: "too long" } } }, "options.add.text"],
      [{ name: "typed", options: { count: 4 } }, "options.count"],
      [{ name: "typed", options: { count: "2" } }, "options.count"],
      [{ name: "typed", options: { who: "nobody" } }, "options.who"],
      [{ name: "typed", options: { colour: "blue" } }, "options.colour"],
      [{ name: "typed", options: { unknown: 1 } }, "options.unknown"],
      [{ name: "admin", userId: aliceId }, "userId"],
      [{ name: "plain", userId: "100000000000000001" }, "userId"],
      [{ name: "Inspect", type: "user" }, "targetId"],
    ];
    for (const [body, path] of refusals) {
      const answer = await control("POST", `/channels/${generalId}/commands`, { userId: ownerId, ...body });
      assert.equal(answer.status, 400, JSON.stringify(body));
      assert.equal((answer.body.problems as Wire[])[0]?.path, path, JSON.stringify(answer.body));
    }
  }));

Deno.test("autocomplete, user menus and select menus reach the bot and come back", () =>
  withCommands({}, async ({ rest, act, control, generalId, aliceId, ownerId, emulator }, use) => {
    const typing = await use("typed", { focused: "search", options: { search: "ab" } });
    assert.equal(typing.type, 4);
    assert.deepEqual(typing.data.options, [{ type: 3, name: "search", value: "ab", focused: true }]);
    await rest("POST", callback(typing), { type: 8, data: { choices: [{ name: "abc", value: "abc" }] } });
    assert.deepEqual((await act("GET", `/interactions/${typing.id}`)).choices, [{
      name: "abc",
      value: "abc",
    }]);

    const inspect = await use("Inspect", { type: "user", targetId: aliceId });
    assert.equal(inspect.data.target_id, aliceId);

    const menu = {
      type: 3,
      custom_id: "m",
      max_values: 2,
      options: ["a", "b"].map((value) => ({ label: value, value })),
    };
    const users = { type: 5, custom_id: "u" };
    const { body: sent } = await rest("POST", `/channels/${generalId}/messages`, {
      components: [menu, users].map((one) => ({ type: 1, components: [one] })),
    });
    const pick = (customId: string, values: string[]) =>
      control("POST", `/messages/${sent.id}/components`, { userId: ownerId, customId, values });
    const picked = emulator.world.interactions.get(String((await pick("m", ["b"])).body.id))!;
    assert.deepEqual([picked.data.component_type, picked.data.values], [3, ["b"]]);
    const person = emulator.world.interactions.get(String((await pick("u", [aliceId])).body.id))!;
    assert.ok((person.data.resolved as Record<string, Wire>).users![aliceId]);
    assert.equal((await pick("m", ["c"])).body.error, 'Cannot pick "c": the menu does not offer it');
    assert.equal((await pick("m", [])).status, 400);
    assert.equal((await pick("x", [])).status, 400);
  }));
