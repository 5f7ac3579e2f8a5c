import assert from "node:assert/strict";
import {
  GuildChannel,
  GuildEmoji,
  GuildInfo,
  GuildMember,
  GuildRole,
} from "@flora/discord/guild-reads/entities";
import { GatewayIntentBits as I, PermissionFlagsBits as P } from "discord-api-types/v10";
import { z } from "zod";
import { type SetUp, type TestGuild, withGateway } from "../testing/set-up.ts";
import { until } from "@flora/model/until";

const two = {
  emulator: {
    guilds: [
      { name: "one", members: ["ada", "ben"], roles: [{ name: "mods", permissions: String(P.KickMembers) }] },
      { name: "two", members: ["zoe"] },
    ],
  },
};

/** What is asked of a guild, besides whose it is. */
type Question = Record<string, unknown> & { read: string };

async function read<T>({ workers: [worker] }: SetUp, guild: TestGuild, question: Question): Promise<T> {
  const answer = await worker!.read({ guildId: guild.id, ...question } as never);
  assert.ok(answer.ok, JSON.stringify(answer));
  return answer.body as T;
}

/** A call of the bot's own, as from another program with its token. */
async function asBot<T = { id: string }>(
  { emulator }: SetUp,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${emulator.apiUrl}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${emulator.token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${text}`);
  return (text === "" ? null : JSON.parse(text)) as T;
}

const sent = ({ emulator }: SetUp, part: string) =>
  emulator.requests.since(0).filter(({ path }) => path.includes(part)).length;

const memberNamed = ({ emulator: { world } }: SetUp, guild: TestGuild, name: string) =>
  [...world.guilds.get(guild.id)!.members.keys()].find((id) => world.user(id).username === name)!;

Deno.test("GatewayReads answers from the cache, without a call to Discord, and follows its events", () =>
  withGateway(two, async (parts) => {
    const guild = parts.guilds[0]!;
    const before = parts.emulator.requests.since(0).length;
    const info = GuildInfo.parse(await read(parts, guild, { read: "info" }));
    assert.deepEqual([info.id, info.name, info.ownerId, info.memberCount], [
      guild.id,
      "one",
      guild.userId,
      4,
    ]);
    const channels = z.array(GuildChannel).parse(await read(parts, guild, { read: "channels" }));
    assert.deepEqual(channels.map(({ name }) => name), ["general", "random", "Lounge"]);
    const roles = z.array(GuildRole).parse(await read(parts, guild, { read: "roles" }));
    assert.equal(roles.at(-1)!.id, guild.id, "everyone comes last");
    assert.deepEqual(await read(parts, guild, { read: "emojis" }), []);
    assert.equal(parts.emulator.requests.since(0).length, before);

    const made = await asBot(parts, "POST", `/guilds/${guild.id}/channels`, {
      name: "new",
      type: 0,
      topic: "t",
    });
    const channel = await until("the channel", async () => {
      const found = await read<GuildChannel | null>(parts, guild, { read: "channel", channelId: made.id });
      return found ?? undefined;
    });
    assert.deepEqual([channel.name, channel.topic, channel.thread], ["new", "t", null]);
    const thread = await asBot(parts, "POST", `/channels/${made.id}/threads`, { name: "talk", type: 11 });
    await until("the thread", async () => {
      const found = await read<GuildChannel | null>(parts, guild, { read: "channel", channelId: thread.id });
      return found?.thread !== null && found?.parentId === made.id;
    });
    assert.ok(
      !(await read<GuildChannel[]>(parts, guild, { read: "channels" })).some(({ id }) => id === thread.id),
    );
    await asBot(parts, "DELETE", `/channels/${made.id}`);
    await until(
      "both to be gone",
      async () =>
        (await read(parts, guild, { read: "channel", channelId: thread.id })) === null &&
        (await read(parts, guild, { read: "channel", channelId: made.id })) === null,
    );

    const role = await asBot(parts, "POST", `/guilds/${guild.id}/roles`, { name: "new", color: 5 });
    await until(
      "the role",
      async () =>
        (await read<GuildRole[]>(parts, guild, { read: "roles" })).some(({ id, color }) =>
          id === role.id && color === 5
        ),
    );
    await asBot(parts, "DELETE", `/guilds/${guild.id}/roles/${role.id}`);
    await until(
      "the role to be gone",
      async () =>
        !(await read<GuildRole[]>(parts, guild, { read: "roles" })).some(({ id }) => id === role.id),
    );
    await asBot(parts, "PATCH", `/guilds/${guild.id}`, { name: "renamed" });
    await until(
      "the name",
      async () => (await read<GuildInfo>(parts, guild, { read: "info" })).name === "renamed",
    );
    await asBot(parts, "POST", `/guilds/${guild.id}/emojis`, { name: "cat", image: PIXEL });
    const [emoji] = await until("the emoji", async () => {
      const found = await read<GuildEmoji[]>(parts, guild, { read: "emojis" });
      return found.length > 0 && found;
    });
    assert.equal(GuildEmoji.parse(emoji).name, "cat");
  }));

const PIXEL =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

Deno.test("GatewayReads asks Discord for a member once, and hears of members in events", () =>
  withGateway(two, async (parts) => {
    const [guild, other] = parts.guilds as [TestGuild, TestGuild];
    const ada = memberNamed(parts, guild, "ada"), ben = memberNamed(parts, guild, "ben");
    const get = (userId: string) => read<GuildMember | null>(parts, guild, { read: "member", userId });
    const [first, again] = await Promise.all([get(ada), get(ada)]);
    assert.deepEqual(GuildMember.parse(first), again);
    assert.deepEqual([first!.id, first!.user.username, first!.roles], [ada, "ada", []]);
    await get(ada);
    assert.equal(sent(parts, `/members/${ada}`), 1);
    assert.equal(await get("123456789012345678"), null);
    assert.equal(await get(memberNamed(parts, other, "zoe")), null, "another guild's member");

    await parts.deploy(guild, { events: ["messageCreate"] });
    await parts.act(`/channels/${guild.channelId}/messages`, { userId: ben, content: "hi" });
    await until("the event", () => parts.workers[0]!.frames.length > 0);
    assert.equal((await get(ben))!.user.username, "ben");
    assert.equal(sent(parts, `/members/${ben}`), 0);
  }));

Deno.test("GatewayReads lists members, all or those with a role", () =>
  withGateway(two, async (parts) => {
    const [guild, other] = parts.guilds as [TestGuild, TestGuild];
    const ada = memberNamed(parts, guild, "ada");
    const mods = (await read<GuildRole[]>(parts, guild, { read: "roles" })).find(({ name }) =>
      name === "mods"
    )!;
    await asBot(parts, "PUT", `/guilds/${guild.id}/members/${ada}/roles/${mods.id}`);
    const list = (roleId?: string) => read<GuildMember[]>(parts, guild, { read: "members", roleId });
    assert.deepEqual((await list(mods.id)).map(({ id }) => id), [ada]);
    assert.equal((await list()).length, 4);
    assert.equal((await list(guild.id)).length, 4, "everybody has the guild's own role");
    assert.equal(sent(parts, `/guilds/${guild.id}/members`) - sent(parts, `/members/${ada}`), 1);
    const foreign = await parts.workers[0]!.read({ guildId: guild.id, read: "members", roleId: other.id });
    const unknown = await parts.workers[0]!.read({
      guildId: guild.id,
      read: "members",
      roleId: "123456789012345678",
    });
    assert.ok(!foreign.ok && foreign.kind === "scope");
    assert.equal(JSON.stringify(foreign), JSON.stringify(unknown));
  }));

Deno.test("GatewayReads says what is missing where Discord lists no members", () =>
  withGateway({ emulator: { guilds: [{}], privilegedIntents: I.MessageContent } }, async (parts) => {
    const answer = await parts.workers[0]!.read({ guildId: parts.guilds[0]!.id, read: "members" });
    assert.ok(!answer.ok);
    assert.deepEqual([answer.kind, answer.status], ["discord", 403]);
    assert.match(answer.message, /lacks the intent for members/);
  }));

Deno.test("GatewayReads computes what members may do and which role stands highest", () =>
  withGateway(two, async (parts) => {
    const [guild, other] = parts.guilds as [TestGuild, TestGuild];
    const ada = memberNamed(parts, guild, "ada");
    const mods = (await read<GuildRole[]>(parts, guild, { read: "roles" })).find(({ name }) =>
      name === "mods"
    )!;
    const bits = async (question: object) =>
      BigInt(await read<string>(parts, guild, { read: "permissions", userId: ada, ...question }));
    assert.equal(await bits({}) & P.KickMembers, 0n);
    assert.equal(await bits({ roles: [mods.id] }) & P.KickMembers, P.KickMembers);
    assert.ok(await bits({ userId: guild.userId }) & P.Administrator, "the owner");
    assert.ok(await bits({ channelId: guild.channelId }) & P.SendMessages);
    await asBot(parts, "PUT", `/channels/${guild.channelId}/permissions/${guild.id}`, {
      type: 0,
      allow: "0",
      deny: String(P.SendMessages),
    });
    const thread = await asBot(parts, "POST", `/channels/${guild.channelId}/threads`, {
      name: "talk",
      type: 11,
    });
    await until("the overwrite", async () => !(await bits({ channelId: guild.channelId }) & P.SendMessages));
    await until(
      "the thread",
      async () => await read(parts, guild, { read: "channel", channelId: thread.id }) !== null,
    );
    assert.equal(await bits({ channelId: thread.id }) & P.SendMessages, 0n);

    const highest = (question: object) =>
      read<GuildRole>(parts, guild, { read: "highestRole", userId: ada, ...question });
    assert.equal((await highest({})).id, guild.id);
    assert.equal((await highest({ roles: [mods.id, other.id] })).id, mods.id);

    const refused = async (question: object) => {
      const answer = await parts.workers[0]!.read(
        { guildId: guild.id, read: "permissions", userId: ada, ...question } as never,
      );
      assert.ok(!answer.ok && answer.kind === "scope", JSON.stringify(answer));
      return JSON.stringify(answer);
    };
    assert.equal(
      await refused({ channelId: other.channelId }),
      await refused({ channelId: "123456789012345678" }),
    );
    assert.equal(
      await refused({ userId: memberNamed(parts, other, "zoe") }),
      await refused({ userId: "123456789012345678" }),
    );
  }));

Deno.test("GatewayReads answers nothing of a guild that the bot has left", () =>
  withGateway(two, async (parts) => {
    const [guild] = parts.guilds as [TestGuild];
    await asBot(parts, "DELETE", `/users/@me/guilds/${guild.id}`);
    await until(
      "the guild to be gone",
      async () => !(await parts.workers[0]!.read({ guildId: guild.id, read: "info" })).ok,
    );
    const wrong = await parts.workers[0]!.read({ guildId: guild.id, read: "everything" } as never);
    assert.ok(!wrong.ok && wrong.kind === "invalid");
  }));
