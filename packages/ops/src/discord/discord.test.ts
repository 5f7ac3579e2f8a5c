import assert from "node:assert/strict";
import type { DiscordResponse } from "@flora/discord";
import { openLoopback, OWN_GUILD, refusalOf } from "../testing/loopback.ts";

const channelId = "300000000000000003";
const messageId = "500000000000000005";
const userId = "600000000000000006";
const send = (body: unknown, more = {}) => ({
  route: "messages.send" as const,
  params: { channelId },
  body,
  ...more,
});

Deno.test("discord.rest sends only named keys, for its own guild, mentioning nobody", async () => {
  await using loop = await openLoopback();
  loop.discord.answers = [{ ok: true, status: 200, body: { id: messageId } }];
  const body = {
    content: "@everyone hi",
    evil: 1,
    flags: 4 | 64 | 1,
    message_reference: { message_id: messageId, guild_id: "1", evil: 1 },
    embeds: [{ title: "t", type: "rich", provider: { name: "x" } }],
  };
  const params = { channelId, guildId: "999999999999999999", applicationId: "1", evil: "x" };
  const result = await loop.guest.discord.rest({
    ...send(body),
    params,
    query: { evil: 1 },
    reason: "why – not",
  });
  assert.deepEqual(result, { id: messageId });
  assert.deepEqual(loop.discord.requests, [{
    guildId: OWN_GUILD,
    route: "messages.send",
    params: { channelId },
    body: {
      content: "@everyone hi",
      flags: 4,
      message_reference: { message_id: messageId },
      embeds: [{ title: "t" }],
      allowed_mentions: { parse: [] },
    },
    reason: "why – not",
  }]);
});

Deno.test("discord.rest keeps the mentions a script allows, and adds the default to edits that may mention", async () => {
  await using loop = await openLoopback();
  const allowed_mentions = { parse: ["users"], replied_user: true };
  await loop.guest.discord.rest(send({ content: "x", allowed_mentions }));
  const edit = { route: "messages.edit" as const, params: { channelId, messageId } };
  await loop.guest.discord.rest({ ...edit, body: { content: "x" } });
  await loop.guest.discord.rest({ ...edit, body: { embeds: [] } });
  assert.deepEqual(
    loop.discord.requests.map((request) => (request.body as Record<string, unknown>).allowed_mentions),
    [
      allowed_mentions,
      { parse: [] },
      undefined,
    ],
  );
});

Deno.test("discord.rest takes no path but ids and emoji", async () => {
  await using loop = await openLoopback();
  const bad = [
    "..",
    "%2e%2e",
    "",
    "1",
    "300000000000000003/../x",
    "３00000000000000003",
    "300000000000000003\n",
    "30000000000000000300000",
    "@me",
    "channels",
    " 300000000000000003",
  ];
  for (const id of bad) {
    const refused = await refusalOf(
      loop.guest.discord.rest({ ...send({ content: "x" }), params: { channelId: id } }),
    );
    assert.equal(refused.code, "INVALID_ARGUMENT", id);
    assert.equal(refused.path, "params.channelId");
  }
  const react = (emoji: string) =>
    loop.guest.discord.rest({ route: "reactions.add", params: { channelId, messageId, emoji } });
  for (
    const emoji of [
      "",
      "..",
      "a/b",
      "1",
      "12",
      "#",
      "x:1",
      "../:300000000000000003",
      "👍/../x",
      "%F0%9F",
      "😀?x",
      ":300000000000000003",
    ]
  ) {
    assert.equal((await refusalOf(react(emoji))).path, "params.emoji", emoji);
  }
  for (
    const emoji of [
      "👍",
      "1️⃣",
      "🇩🇪",
      "👩‍👩‍👧‍👦",
      "❤️",
      "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
      "flora:300000000000000003",
      "<a:flora:300000000000000003>",
      "a:flora:300000000000000003",
    ]
  ) {
    await react(emoji);
  }
  assert.equal(loop.discord.requests.at(-1)!.params.emoji, "flora:300000000000000003");
});

Deno.test("discord.rest names no interaction route and no route outside the table", async () => {
  await using loop = await openLoopback();
  for (
    const route of [
      "interactions.respond",
      "interactions.followUp",
      "guild.leave",
      "__proto__",
      "toString",
      "",
    ]
  ) {
    const refused = await refusalOf(
      loop.guest.discord.rest({
        route: route as never,
        params: { interactionToken: "x", interactionId: channelId },
      }),
    );
    assert.equal(refused.code, "INVALID_ARGUMENT", route);
    assert.equal(refused.path, "route");
  }
  assert.deepEqual(loop.discord.requests, []);
});

Deno.test("discord.rest refuses other bodies, reasons and files than Discord takes, naming the path", async () => {
  await using loop = await openLoopback();
  const list = { route: "messages.list" as const, params: { channelId } };
  const member = { route: "members.edit" as const, params: { userId } };
  const bulk = { route: "messages.bulkDelete" as const, params: { channelId } };
  const file = { name: "a.txt", dataBase64: "eA==" };
  const bad: [Record<string, unknown>, string][] = [
    [send({}), "body"],
    [send(undefined), "body"],
    [send("text"), "body"],
    [send({ content: "x" }, { reason: "a\r\nX-Evil: 1" }), "reason"],
    [send({ content: "x" }, { reason: "x".repeat(401) }), "reason"],
    [send({}, { files: [{ ...file, name: 'a"\r\nx' }] }), "files.0.name"],
    [send({}, { files: [{ ...file, name: "../a" }] }), "files.0.name"],
    [send({}, { files: [{ ...file, contentType: "text/plain\r\nx: y" }] }), "files.0.contentType"],
    [send({}, { files: [{ ...file, dataBase64: "not base64!" }] }), "files.0.dataBase64"],
    [send({}, { files: Array(11).fill(file) }), "files"],
    [{ ...list, query: { limit: 101 } }, "query.limit"],
    [{ ...list, query: { before: "x" } }, "query.before"],
    [{ ...list, query: { before: messageId, after: messageId } }, "query"],
    [{ ...member, body: { roles: ["x"] } }, "body.roles.0"],
    [{ ...member, body: { nick: "x".repeat(33) } }, "body.nick"],
    [{ ...member, body: { communication_disabled_until: "soon" } }, "body.communication_disabled_until"],
    [{ ...bulk, body: { messages: [messageId] } }, "body.messages"],
    [
      { route: "bans.create", params: { userId }, body: { delete_message_seconds: 604_801 } },
      "body.delete_message_seconds",
    ],
    [{ route: "commands.create", params: {}, body: { name: "Bad", description: "x" } }, "body.name"],
    [{ route: "commands.replace", params: {}, body: [{ name: "a", description: "" }] }, "body.0.description"],
    [
      { route: "commands.edit", params: { commandId: messageId }, body: { description: "" } },
      "body.description",
    ],
  ];
  for (const [call, path] of bad) {
    const refused = await refusalOf(loop.guest.discord.rest(call as never));
    assert.equal(refused.code, "INVALID_ARGUMENT", JSON.stringify(call));
    assert.equal(refused.path, path, JSON.stringify(call));
  }
  assert.deepEqual(loop.discord.requests, []);
});

Deno.test("discord.rest turns each kind of refusal into its code", async () => {
  await using loop = await openLoopback();
  const ask = async (answer: DiscordResponse) => {
    loop.discord.answers = [answer];
    return await refusalOf(loop.guest.discord.rest(send({ content: "x" })));
  };
  const limited = await ask({
    ok: false,
    kind: "rate-limited",
    message: "slow down",
    retryAfterMs: 250,
    status: 429,
  });
  assert.deepEqual([limited.code, limited.retryAfterMs, limited.status], ["DISCORD_RATE_LIMITED", 250, 429]);
  const discord = await ask({
    ok: false,
    kind: "discord",
    message: "Missing Permissions",
    status: 403,
    discordCode: 50013,
    fields: { a: 1 },
  });
  assert.deepEqual([discord.code, discord.status, discord.discordCode, discord.fields], [
    "DISCORD_ERROR",
    403,
    50013,
    { a: 1 },
  ]);
  assert.match(discord.message, /messages\.send: Missing Permissions/);
  const invalid = await ask({ ok: false, kind: "invalid", message: "bad", path: "body.x" });
  assert.deepEqual([invalid.code, invalid.path], ["INVALID_ARGUMENT", "body.x"]);
  const network = await ask({ ok: false, kind: "network", message: "ECONNREFUSED 10.0.0.5" });
  assert.equal(network.code, "DISCORD_ERROR");
  assert.doesNotMatch(network.message, /10\.0/);
});

Deno.test("discord.rest says the same of foreign and unknown ids", async () => {
  await using loop = await openLoopback();
  const answers: DiscordResponse[] = [
    { ok: false, kind: "scope", message: "channel belongs to guild 2" },
    {
      ok: false,
      kind: "scope",
      message: "no such channel",
      status: 404,
      discordCode: 10003,
      path: "params.channelId",
    },
  ];
  const said: string[] = [];
  for (const answer of answers) {
    loop.discord.answers = [answer];
    const refused = await refusalOf(loop.guest.discord.rest(send({ content: "x" })));
    said.push(JSON.stringify({ ...refused, message: refused.message }));
  }
  assert.equal(said[0], said[1]);
  assert.match(said[0]!, /SCOPE_FORBIDDEN/);
});
