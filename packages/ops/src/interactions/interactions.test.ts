import assert from "node:assert/strict";
import { openLoopback, OTHER_GUILD, OWN_GUILD, refusalOf } from "../testing/loopback.ts";
import { createInteractionHandles, TOKEN_LIFE_MS } from "./handles.ts";

const TOKEN = "aW50ZXJhY3Rpb246dHJ1ZS10b2tlbg";
const grant = (type = 2) => ({
  interactionId: "300000000000000003",
  applicationId: "400000000000000004",
  token: TOKEN,
  type,
});

async function openWithHandle(type = 2) {
  const loop = await openLoopback();
  return { ...loop, handle: loop.interactions.issue(OWN_GUILD, grant(type)) };
}

Deno.test("interactions.respond puts id and token where the handle was, and nobody is mentioned", async () => {
  await using loop = await openWithHandle();
  loop.discord.answers = [{ ok: true, status: 204, body: undefined }];
  const { interactions } = loop.guest;
  assert.equal(
    await interactions.respond({
      interaction: loop.handle,
      type: 4,
      data: { content: "@everyone", flags: 64 | 2 },
    }),
    null,
  );
  assert.deepEqual(loop.discord.requests, [{
    guildId: OWN_GUILD,
    route: "interactions.respond",
    params: { interactionId: grant().interactionId, interactionToken: TOKEN },
    query: { with_response: false },
    body: { type: 4, data: { content: "@everyone", flags: 64, allowed_mentions: { parse: [] } } },
  }]);
  assert.equal(loop.interactions.forGuild(OWN_GUILD).resolve(loop.handle).acknowledged, true);
});

Deno.test("interactions ops reach each route with its parameters", async () => {
  await using loop = await openWithHandle(3);
  const { interactions } = loop.guest;
  const interaction = loop.handle;
  const messageId = "500000000000000005";
  await interactions.respond({ interaction, type: 6 });
  await interactions.getOriginal({ interaction });
  await interactions.editOriginal({ interaction, body: { content: "x", evil: 1 } as never });
  await interactions.followUp({
    interaction,
    body: { content: "x" },
    files: [{ name: "a.txt", dataBase64: "eA==" }],
  });
  await interactions.editFollowUp({ interaction, messageId, body: { embeds: [] } });
  assert.equal(await interactions.deleteFollowUp({ interaction, messageId }), null);
  assert.equal(await interactions.deleteOriginal({ interaction }), null);
  const seen = loop.discord.requests.map(({ route, params, body, files }) => ({
    route,
    params,
    body,
    files,
  }));
  const params = { interactionToken: TOKEN };
  const mentions = { allowed_mentions: { parse: [] } };
  const file = { name: "a.txt", dataBase64: "eA==" };
  assert.deepEqual(JSON.parse(JSON.stringify(seen)), [
    {
      route: "interactions.respond",
      params: { ...params, interactionId: grant().interactionId },
      body: { type: 6 },
    },
    { route: "interactions.getOriginal", params },
    { route: "interactions.editOriginal", params, body: { content: "x", ...mentions } },
    { route: "interactions.followUp", params, body: { content: "x", ...mentions }, files: [file] },
    { route: "interactions.editFollowUp", params: { ...params, messageId }, body: { embeds: [] } },
    { route: "interactions.deleteFollowUp", params: { ...params, messageId } },
    { route: "interactions.deleteOriginal", params },
  ]);
});

Deno.test("interactions ops refuse foreign, unknown, malformed and expired handles alike, and send nothing", async () => {
  await using loop = await openWithHandle();
  const foreign = loop.interactions.issue(OTHER_GUILD, grant());
  const refusals: string[] = [];
  const handles = [foreign, `ih_${"A".repeat(22)}`, TOKEN, "", "__proto__", grant().interactionId];
  for (const interaction of handles) {
    const { code, message, path } = await refusalOf(loop.guest.interactions.getOriginal({ interaction }));
    refusals.push(JSON.stringify({ code, message, path }));
  }
  loop.clock.at += TOKEN_LIFE_MS;
  const { code, message, path } = await refusalOf(
    loop.guest.interactions.followUp({ interaction: loop.handle, body: { content: "late" } }),
  );
  refusals.push(JSON.stringify({ code, message, path }));
  assert.equal(new Set(refusals).size, 1);
  assert.equal(JSON.parse(refusals[0]!).code, "INVALID_ARGUMENT");
  assert.deepEqual(loop.discord.requests, []);
});

Deno.test("interactions.respond refuses answers that do not go with the interaction", async () => {
  const wrong: [number, unknown][] = [
    [2, { type: 6 }],
    [2, { type: 7, data: {} }],
    [2, { type: 8, data: { choices: [] } }],
    [4, { type: 4, data: { content: "x" } }],
    [4, { type: 5 }],
    [5, { type: 9, data: { custom_id: "m", title: "t", components: [{ type: 10, content: "x" }] } }],
    [2, { type: 1 }],
    [2, { type: 10 }],
    [2, { type: 12 }],
    [2, { type: 4, data: {} }],
    [2, { type: 4 }],
    [2, { type: 9, data: { custom_id: "m", title: "t", components: [] } }],
  ];
  for (const [type, answer] of wrong) {
    await using loop = await openWithHandle(type);
    const call = { interaction: loop.handle, ...answer as Record<string, unknown> };
    const refused = await refusalOf(loop.guest.interactions.respond(call as never));
    assert.equal(refused.code, "INVALID_ARGUMENT", JSON.stringify(answer));
    assert.deepEqual(loop.discord.requests, []);
  }
});

Deno.test("interactions ops never let a token back to the script", async () => {
  await using loop = await openWithHandle();
  const { interactions } = loop.guest;
  const interaction = loop.handle;
  loop.discord.answers = [
    { ok: true, status: 200, body: { echo: [`x ${TOKEN}`], [TOKEN]: 1 } },
    {
      ok: false,
      kind: "discord",
      message: `POST /webhooks/1/${TOKEN}`,
      status: 400,
      discordCode: 50035,
      fields: { a: TOKEN },
    },
  ];
  const body = await interactions.respond({
    interaction,
    type: 4,
    data: { content: "x" },
    withResponse: true,
  });
  assert.deepEqual(body, { echo: [`x ${interaction}`], [interaction]: 1 });
  assert.equal(loop.discord.requests[0]!.query!.with_response, true);
  const refused = await refusalOf(interactions.followUp({ interaction, body: { content: "x" } }));
  assert.equal(
    JSON.stringify({ ...refused, message: refused.message, stack: refused.stack }).includes(TOKEN),
    false,
  );
  assert.equal(refused.discordCode, 50035);
});

Deno.test("interactions.respond marks an interaction that Discord says is acknowledged", async () => {
  await using loop = await openWithHandle();
  loop.discord.answers = [
    { ok: false, kind: "discord", message: "Unknown interaction", status: 404, discordCode: 10062 },
    { ok: false, kind: "discord", message: "already acknowledged", status: 400, discordCode: 40060 },
  ];
  const answer = () =>
    refusalOf(loop.guest.interactions.respond({ interaction: loop.handle, type: 4, data: { content: "x" } }));
  const resolve = () => loop.interactions.forGuild(OWN_GUILD).resolve(loop.handle);
  await answer();
  assert.equal(resolve().acknowledged, false);
  assert.equal((await answer()).discordCode, 40060);
  assert.equal(resolve().acknowledged, true);
});

Deno.test("createInteractionHandles() forgets what has expired and bounds each guild by itself", () => {
  let at = 0;
  const handles = createInteractionHandles({ now: () => at });
  const others = handles.issue(OTHER_GUILD, grant());
  const first = handles.issue(OWN_GUILD, grant());
  assert.match(first, /^ih_[0-9A-Za-z]{22}$/);
  for (let i = 0; i < 6_000; i++) handles.issue(OWN_GUILD, grant());
  assert.equal(handles.list(OWN_GUILD).length, 5_000);
  assert.throws(() => handles.forGuild(OWN_GUILD).resolve(first));
  assert.equal(handles.forGuild(OTHER_GUILD).resolve(others).token, TOKEN);
  at = TOKEN_LIFE_MS;
  assert.deepEqual([handles.list(OWN_GUILD), handles.list(OTHER_GUILD)], [[], []]);
  const kept = handles.issue(OWN_GUILD, grant());
  handles.forget(OWN_GUILD);
  assert.throws(() => handles.forGuild(OWN_GUILD).resolve(kept));
});
