import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { type SetUp, type TestGuild, withGateway } from "../testing/set-up.ts";
import { until } from "@flora/model/until";
import { ScriptedOffice } from "../testing/scripted-office.ts";

interface State {
  state: string;
  choices: { name: string; value: string }[] | null;
  responses: { content: string; ephemeral: boolean; mentions: unknown[] }[];
}

/** Runs a test where flora's own commands are registered, and an API answers them. */
function withOffice(
  test: (parts: SetUp & { office: ScriptedOffice; guild: TestGuild; other: TestGuild }) => Promise<void>,
): Promise<void> {
  return withGateway({ emulator: { guilds: [{}, {}] } }, async (parts) => {
    const office = await ScriptedOffice.attend(parts.gateway.linkPort);
    try {
      await until("the commands to be registered", () => parts.emulator.world.globalCommands.size === 2);
      const [guild, other] = parts.guilds;
      await test({ ...parts, office, guild: guild!, other: other! });
    } finally {
      office.leave();
    }
  });
}

async function use({ act }: SetUp, guild: TestGuild, more: object, userId = guild.userId): Promise<string> {
  const body = { userId, name: "flora", ...more };
  const way = "focused" in more ? "autocomplete" : "commands";
  return (await act<{ id: string }>(`/channels/${guild.channelId}/${way}`, body)).id;
}

async function stateOf({ emulator }: SetUp, id: string): Promise<State> {
  return await (await fetch(`${emulator.url}/emulator/v1/interactions/${id}`)).json();
}

/** What the person reads in the end. */
async function answer(parts: SetUp, guild: TestGuild, more: object, userId?: string): Promise<string> {
  const id = await use(parts, guild, more, userId);
  const response = await until("an answer", async () => {
    const { responses: [one] } = await stateOf(parts, id);
    return one && one.content !== "" && one;
  });
  assert.ok(response.ephemeral, "nobody else sees it");
  return response.content;
}

const file = (filename: string, content: string) => ({ file: { filename, content } });
const sourceOf = (office: ScriptedOffice) => {
  const { name, dataBase64 } = office.commands.at(-1)!.file!;
  return [name, Buffer.from(dataBase64, "base64").toString()];
};

Deno.test("InsideDesk hands commands to the API as who asks, and answers them alone", () =>
  withOffice(async (parts) => {
    const { office, guild, workers: [worker], deploy } = parts;
    await deploy(guild, { events: ["interactionCreate"] });
    assert.equal(await answer(parts, guild, { options: { status: {} } }), "did status");
    assert.equal(
      await answer(parts, guild, { options: { kv: { get: { store: "s", key: "k" } } } }),
      "did kv get",
    );
    const { username } = parts.emulator.world.users.get(guild.userId)!;
    assert.deepEqual(office.commands, [
      { member: { guildId: guild.id, userId: guild.userId, name: username }, command: "status", options: {} },
      {
        member: { guildId: guild.id, userId: guild.userId, name: username },
        command: "kv get",
        options: { store: "s", key: "k" },
      },
    ]);
    assert.equal(worker!.frames.length, 0, "a script that wants every interaction sees none of them");
    office.answer = () => `<@${guild.userId}> @everyone`;
    const id = await use(parts, guild, { options: { help: {} } });
    const response = await until("an answer", async () => {
      const { responses: [one] } = await stateOf(parts, id);
      return one?.content.includes("everyone") && one;
    });
    assert.deepEqual(response.mentions, []);
  }));

Deno.test("InsideDesk refuses who may not manage the guild, whatever Discord lets them use", () =>
  withOffice(async (parts) => {
    const { office, guild, emulator: { world } } = parts;
    const member = world.addUser({ username: "mallory" });
    await parts.act(`/guilds/${guild.id}/members`, { userId: member.id });
    await assert.rejects(
      use(parts, guild, { options: { status: {} } }, member.id),
      /default member permissions/,
    );
    // As somebody may allow it in the server's settings.
    for (const command of world.globalCommands.values()) command.body.default_member_permissions = null;
    for (const options of [{ status: {} }, { deploy: file("main.ts", "x") }, { pause: {} }]) {
      assert.equal(
        await answer(parts, guild, { options }, member.id),
        "This takes the permission Manage Server.",
      );
    }
    const typing = { options: { rollback: { revision: "x" } }, focused: "revision" };
    const id = await use(parts, guild, typing, member.id);
    const choices = await until("an answer", async () => (await stateOf(parts, id)).choices ?? undefined);
    assert.deepEqual(choices, []);
    assert.deepEqual([office.commands.length, office.completions.length], [0, 0]);
  }));

Deno.test("InsideDesk suggests while somebody types", () =>
  withOffice(async (parts) => {
    const { office, guild } = parts;
    const typing = { options: { kv: { get: { store: "points", key: "ad" } } }, focused: "key" };
    const id = await use(parts, guild, typing);
    const choices = await until("choices", async () => (await stateOf(parts, id)).choices ?? undefined);
    assert.deepEqual(choices, [{ name: "One", value: "1" }]);
    const [{ member: _, ...asked }] = office.completions as [typeof office.completions[0]];
    assert.deepEqual(asked, { command: "kv get", options: { store: "points" }, option: "key", typed: "ad" });
  }));

Deno.test("InsideDesk deploys a file, a message's code block or file, by option, link or menu", () =>
  withOffice(async (parts) => {
    const { office, guild, act } = parts;
    await answer(parts, guild, { options: { deploy: file("bot.ts", "on('ready', () => {})") } });
    assert.deepEqual(sourceOf(office), ["bot.ts", "on('ready', () => {})"]);
    const say = async (body: object) =>
      (await act<{ id: string }>(`/channels/${guild.channelId}/messages`, { userId: guild.userId, ...body }))
        .id;
    const code = await say({ content: "mine:\n```js\nlet a = `1`;\n```\nand\n```ts\nno\n```" });
    const menu = { name: "Deploy with flora", type: "message" };
    assert.equal(await answer(parts, guild, { ...menu, targetId: code }), "did deploy");
    assert.deepEqual(sourceOf(office), ["main.js", "let a = `1`;\n"]);
    const link = `https://discord.com/channels/${guild.id}/${guild.channelId}/${code}`;
    await answer(parts, guild, { options: { deploy: { message: link, entry: "x.ts" } } });
    assert.deepEqual(sourceOf(office), ["main.js", "let a = `1`;\n"]);
    assert.equal(office.commands.at(-1)!.options.entry, "x.ts");
    const attached = await say({ content: "", attachments: [{ filename: "b.mts", content: "b" }] });
    await answer(parts, guild, { ...menu, targetId: attached });
    assert.deepEqual(sourceOf(office), ["b.mts", "b"]);
    await answer(parts, guild, {
      options: { deploy: { file: { filename: "p.zip", content: btoa("PK\x03"), base64: true } } },
    });
    assert.deepEqual(sourceOf(office), ["p.zip", "PK\x03"]);
  }));

Deno.test("InsideDesk says what cannot be deployed, and tells nothing of what the person may not read", () =>
  withOffice(async (parts) => {
    const { office, guild, other, act, workers: [worker], emulator: { world } } = parts;
    const deploying = (options: object) => answer(parts, guild, { options: { deploy: options } });
    const say = async (where: TestGuild, content: string) =>
      (await act<{ id: string }>(`/channels/${where.channelId}/messages`, { userId: where.userId, content }))
        .id;
    assert.match(await deploying({}), /give a `file`/);
    assert.match(await deploying(file("bot.exe", "x")), /must be a \.ts or \.js file/);
    assert.match(await deploying({ message: "soon" }), /no link of a message/);
    const words = await say(guild, "only words");
    const link = (where: TestGuild, id: string) =>
      `https://discord.com/channels/${where.id}/${where.channelId}/${id}`;
    assert.match(await deploying({ message: link(guild, words) }), /neither a code block nor/);
    const unknown = /no such message in this server that you may read/;
    const theirs = await say(other, "```\nsecret\n```");
    assert.match(await deploying({ message: link(other, theirs) }), unknown);
    assert.match(
      await deploying({ message: link({ ...guild, channelId: other.channelId }, theirs) }),
      unknown,
    );
    assert.match(await deploying({ message: link(guild, "910000000000000099") }), unknown);
    // A moderator who may manage the guild and not see this channel.
    const hidden = await say(guild, "```\nhidden\n```");
    const moderator = world.addUser({ username: "moderator" });
    await act(`/guilds/${guild.id}/members`, { userId: moderator.id });
    const ask = async (route: string, more: object) => {
      const answered = await worker!.discord({ guildId: guild.id, route, ...more });
      assert.ok(answered.ok, JSON.stringify(answered));
      return answered.body as { id: string };
    };
    const role = await ask("roles.create", { body: { name: "Mods", permissions: String(P.ManageGuild) } });
    await ask("members.addRole", { params: { userId: moderator.id, roleId: role.id } });
    const overwrite = { type: 0, deny: String(P.ViewChannel), allow: "0" };
    const elsewhere = await ask("channels.create", { body: { name: "elsewhere", type: 0 } });
    await ask("channels.setPermission", {
      params: { channelId: guild.channelId, overwriteId: role.id },
      body: overwrite,
    });
    await until("the channel to be hidden", async () => {
      const where = { ...guild, channelId: elsewhere.id };
      const options = { deploy: { message: link(guild, hidden) } };
      return unknown.test(await answer(parts, where, { options }, moderator.id));
    });
    assert.equal(office.commands.length, 0);
  }));

Deno.test("InsideDesk does a guild's commands a few at a time, and says when nobody can", () =>
  withOffice(async (parts) => {
    const { office, guild } = parts;
    const gate = Promise.withResolvers<void>();
    office.answer = async () => {
      await gate.promise;
      return "late";
    };
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.push(await use(parts, guild, { options: { status: {} } }));
    await until("three to be under way", () => office.commands.length === 3);
    assert.match(await answer(parts, guild, { options: { status: {} } }), /still busy/);
    gate.resolve();
    for (const id of ids) {
      await until("an answer", async () => (await stateOf(parts, id)).responses[0]?.content === "late");
    }
    office.answer = () => Promise.reject(new Error("a detail of flora's own"));
    assert.equal(
      await answer(parts, guild, { options: { status: {} } }),
      "flora failed. Its operator can read why.",
    );
    office.leave();
    await until(
      "nobody to be there",
      async () => /not there right now/.test(await answer(parts, guild, { options: { status: {} } })),
    );
  }));
