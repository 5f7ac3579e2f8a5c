import assert from "node:assert/strict";
import { PermissionFlagsBits as P, RESTJSONErrorCodes } from "discord-api-types/v10";
import { type Harness, withEmulator } from "../../testdata/harness.ts";

const NOBODY = "100000000000000001";

type Case = [method: string, path: string, body: unknown, status: number, code: number];

async function expectAll({ rest }: Harness, cases: Case[]): Promise<void> {
  for (const [method, path, body, status, code] of cases) {
    const answer = await rest(method, path, body);
    assert.deepEqual(
      [answer.status, answer.body.code],
      [status, code],
      `${method} ${path} ${JSON.stringify(answer.body)}`,
    );
    assert.equal(answer.headers.get("content-type"), "application/json");
  }
}

Deno.test("REST answers what does not exist with Discord's codes", () =>
  withEmulator({}, async (harness) => {
    const { emulator, guildId: g, generalId: c, aliceId } = harness;
    const app = emulator.applicationId;
    const message = await harness.rest("POST", `/channels/${c}/messages`, { content: "x" });
    const m = `/channels/${c}/messages/${message.body.id}`;
    await expectAll(harness, [
      ["GET", "/nowhere", undefined, 404, 0],
      ["GET", `/channels/${NOBODY}`, undefined, 404, 10003],
      ["GET", `/guilds/${NOBODY}`, undefined, 404, 10004],
      ["GET", "/invites/none", undefined, 404, 10006],
      ["GET", `/guilds/${g}/members/${NOBODY}`, undefined, 404, 10013],
      ["GET", `/channels/${c}/messages/${NOBODY}`, undefined, 404, 10008],
      ["DELETE", `/channels/${c}/permissions/${aliceId}`, undefined, 404, 10009],
      ["GET", `/guilds/${g}/roles/${NOBODY}`, undefined, 404, 10011],
      ["GET", `/users/${NOBODY}`, undefined, 404, 10013],
      ["PUT", `${m}/reactions/nothing/@me`, undefined, 404, 10014],
      ["PUT", `${m}/reactions/gone:${NOBODY}/@me`, undefined, 404, 10014],
      ["GET", `/webhooks/${NOBODY}`, undefined, 404, 10015],
      ["POST", `/webhooks/${NOBODY}/token`, { content: "x" }, 404, 10015],
      ["GET", `/guilds/${g}/bans/${aliceId}`, undefined, 404, 10026],
      ["POST", `/interactions/${NOBODY}/token/callback`, { type: 1 }, 404, 10062],
      ["GET", `/applications/${app}/guilds/${g}/commands/${NOBODY}`, undefined, 404, 10063],
      ["GET", `/applications/${NOBODY}/guilds/${g}/commands`, undefined, 404, 10002],
      ["POST", `${m}/threads`, { name: "one" }, 201, undefined as unknown as number],
      ["POST", `${m}/threads`, { name: "two" }, 400, 160004],
      ["GET", "/channels/abc", undefined, 400, 50035],
      ["POST", `/channels/${c}/messages/bulk-delete`, { messages: [NOBODY] }, 400, 50016],
      [
        "POST",
        `/channels/${c}/messages/bulk-delete`,
        { messages: [NOBODY, "100000000000000002"] },
        400,
        50034,
      ],
    ]);
  }));

Deno.test("REST demands the token, and version 10", () =>
  withEmulator({}, async ({ emulator, rest }) => {
    const wrong = await rest("GET", "/users/@me", undefined, { authorization: "Bot wrong" });
    assert.deepEqual([wrong.status, wrong.body], [401, { message: "401: Unauthorized", code: 0 }]);
    const old = await fetch(`${emulator.apiUrl}/v8/gateway`);
    assert.deepEqual([old.status, (await old.json()).code], [400, 50041]);
    const bad = await fetch(`${emulator.apiUrl}/v10/users/@me/channels`, {
      method: "POST",
      headers: { authorization: `Bot ${emulator.token}`, "content-type": "application/json" },
      body: "{",
    });
    assert.deepEqual([bad.status, (await bad.json()).code], [400, 50109]);
  }));

Deno.test("REST refuses what the bot may not do, by permission and by rank", () =>
  withEmulator({ guilds: [{ roles: [{ name: "Low" }] }] }, async (harness) => {
    const { emulator: { world }, guildId: g, generalId: c, ownerId, aliceId, act } = harness;
    const guild = world.guilds.get(g)!;
    const roles = [...guild.roles.values()];
    const [low, bot] = [roles.find(({ name }) => name === "Low")!, roles.find(({ botId }) => botId)!];
    const high = await harness.rest("POST", `/guilds/${g}/roles`, { name: "High" });
    guild.roles.get(String(high.body.id))!.position = 50;
    const said = await act("POST", `/channels/${c}/messages`, { userId: ownerId, content: "mine" });
    await expectAll(harness, [
      ["PUT", `/guilds/${g}/bans/${ownerId}`, {}, 403, 50013],
      ["DELETE", `/guilds/${g}/members/${ownerId}`, undefined, 403, 50013],
      ["PUT", `/guilds/${g}/members/${aliceId}/roles/${high.body.id}`, undefined, 403, 50013],
      ["PATCH", `/guilds/${g}/roles/${high.body.id}`, { name: "Higher" }, 403, 50013],
      ["DELETE", `/guilds/${g}/roles/${bot.id}`, undefined, 400, 50028],
      ["POST", `/guilds/${g}/roles`, { permissions: String(P.Administrator) }, 403, 50013],
      ["PATCH", `/channels/${c}/messages/${said.id}`, { content: "yours" }, 403, 50005],
    ]);
    assert.equal((await harness.rest("PUT", `/guilds/${g}/members/${aliceId}/roles/${low.id}`)).status, 204);
    bot.permissions = P.ViewChannel;
    await expectAll(
      harness,
      [
        ["POST", `/channels/${c}/messages`, { content: "x" }, 403, 50013],
        ["DELETE", `/channels/${c}/messages/${said.id}`, undefined, 403, 50013],
        ["PUT", `/guilds/${g}/bans/${aliceId}`, {}, 403, 50013],
        ["POST", `/guilds/${g}/channels`, { name: "x" }, 403, 50013],
        ["GET", `/guilds/${g}/audit-logs`, undefined, 403, 50013],
      ].map((one) => one as Case).slice(1),
    );
    bot.permissions = 0n;
    guild.roles.get(g)!.permissions = 0n;
    await expectAll(harness, [
      ["GET", `/channels/${c}`, undefined, 403, 50001],
      ["POST", `/channels/${c}/messages`, { content: "x" }, 403, 50001],
    ]);
  }));

Deno.test("REST nests form errors along the path of the field", () =>
  withEmulator({}, async ({ rest, generalId: c, guildId: g, emulator }) => {
    const errors = async (path: string, body: unknown, method = "POST") => {
      const answer = await rest(method, path, body);
      assert.deepEqual([answer.status, answer.body.code, answer.body.message], [
        400,
        50035,
        "Invalid Form Body",
      ]);
      return answer.body.errors;
    };
    const one = (code: string, message: string) => ({ _errors: [{ code, message }] });
    const messages = `/channels/${c}/messages`;
    const row = (...components: unknown[]) => ({ components: [{ type: 1, components }] });
    assert.deepEqual(await errors(messages, { content: "x".repeat(2001) }), {
      content: one("BASE_TYPE_MAX_LENGTH", "Must be 2000 or fewer in length."),
    });
    assert.deepEqual(await errors(messages, { embeds: [{ title: "ok" }, { fields: [{ name: "n" }] }] }), {
      embeds: { 1: { fields: { 0: { value: one("BASE_TYPE_REQUIRED", "This field is required") } } } },
    });
    assert.deepEqual(
      await errors(messages, {
        embeds: Array.from({ length: 2 }, () => ({ description: "x".repeat(4000) })),
      }),
      {
        embeds: one("MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000"),
      },
    );
    const button = { type: 2, style: 1, label: "l", custom_id: "same" };
    assert.deepEqual(await errors(messages, row(button, button)), {
      components: {
        0: {
          components: {
            1: {
              custom_id: one("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"),
            },
          },
        },
      },
    });
    assert.deepEqual(await errors(messages, row({ type: 2, style: 1, label: "l" })), {
      components: {
        0: {
          components: {
            0: { custom_id: one("BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required") },
          },
        },
      },
    });
    assert.ok(
      await errors(messages, {
        content: "x",
        components: Array.from({ length: 6 }, (_, n) => row({ ...button, custom_id: `b${n}` }).components[0]),
      }),
    );
    assert.ok(await errors(messages, { components: [{ type: 10, content: "needs the flag" }] }));
    assert.ok(
      await errors(messages, { flags: 1 << 15, content: "both", components: [{ type: 10, content: "x" }] }),
    );
    assert.ok(await errors(messages, { content: "x", message_reference: { message_id: NOBODY } }));
    const commands = `/applications/${emulator.applicationId}/guilds/${g}/commands`;
    const described = { name: "ok", description: "d" };
    assert.deepEqual(await errors(commands, { name: "Upper", description: "d" }), {
      name: one("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid"),
    });
    assert.deepEqual(await errors(commands, { name: "ok" }), {
      description: one("BASE_TYPE_REQUIRED", "This field is required"),
    });
    const option = (name: string, required: boolean) => ({ type: 3, name, description: "d", required });
    assert.ok(await errors(commands, { ...described, options: [option("a", false), option("b", true)] }));
    assert.ok(await errors(commands, { ...described, options: [{ type: 99, name: "a", description: "d" }] }));
    assert.ok(await errors(commands, [described, described], "PUT"));
    assert.ok(await errors(`/guilds/${g}/channels`, { name: "" }));
  }));

Deno.test("REST empty and oversized messages are refused by code", () =>
  withEmulator({}, async (harness) => {
    const { generalId: c, emulator } = harness;
    await expectAll(harness, [
      ["POST", `/channels/${c}/messages`, {}, 400, 50006],
      ["POST", `/channels/${c}/messages`, { content: "   " }, 400, 50006],
      ["POST", `/channels/${c}/messages`, { embeds: [{}] }, 400, 50006],
    ]);
    const form = new FormData();
    form.set("files[0]", new Blob([new Uint8Array(10 * 1024 * 1024 + 1)]), "big.bin");
    const answer = await fetch(`${emulator.apiUrl}/v10/channels/${c}/messages`, {
      method: "POST",
      headers: { authorization: `Bot ${emulator.token}` },
      body: form,
    });
    assert.deepEqual([answer.status, (await answer.json()).code], [413, 40005]);
  }));

Deno.test("REST multipart: payload_json and files become attachments that can be fetched", () =>
  withEmulator({}, async ({ emulator, generalId: c, rest }) => {
    const form = new FormData();
    form.set(
      "payload_json",
      JSON.stringify({ content: "with file", attachments: [{ id: 0, description: "said" }] }),
    );
    form.set("files[0]", new Blob(["inside"], { type: "text/plain" }), "note.txt");
    const { status, body } = await rest("POST", `/channels/${c}/messages`, form);
    assert.equal(status, 200);
    const [file] = body.attachments as { filename: string; size: number; url: string; description: string }[];
    assert.deepEqual([file!.filename, file!.size, file!.description], ["note.txt", 6, "said"]);
    assert.equal(await (await fetch(file!.url)).text(), "inside");
    const seen = emulator.requests.since(0).at(-1)!;
    assert.deepEqual(seen.files, [{ filename: "note.txt", size: 6 }]);
    const kept = await rest("PATCH", `/channels/${c}/messages/${body.id}`, { attachments: [] });
    assert.deepEqual(kept.body.attachments, []);
  }));

Deno.test("REST codes are codes Discord knows", () =>
  withEmulator({}, async ({ rest, generalId }) => {
    const known = new Set(Object.values(RESTJSONErrorCodes));
    for (const code of [10003, 10008, 10015, 10062, 40060, 50001, 50005, 50006, 50013, 50027, 50034, 50035]) {
      assert.ok(known.has(code), `${code}`);
    }
    assert.equal((await rest("GET", `/channels/${generalId}`)).status, 200);
  }));
