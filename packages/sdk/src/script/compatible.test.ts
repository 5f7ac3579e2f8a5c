/** @module Scripts as they are written for the SDK whose names, shapes and defaults flora keeps. */
import assert from "node:assert/strict";
import { OTHER_GUILD } from "@flora/ops/testing/loopback";
import { startTestServer, toLoopback } from "@flora/ops/testing/http-server";
import { checkDiscordRequests } from "../../../../test/support/oracle.ts";
import { checkScript } from "../testing/check-script.ts";
import { serveGuest } from "../testing/served-guest.ts";

const CALLS = `
const guildId = "100000000000000001", channelId = "300000000000000003", messageId = "500000000000000005";
const userId = "600000000000000006", roleId = "700000000000000007", commandId = "800000000000000008";
const threadId = "300000000000000004", webhookId = "900000000000000009";
const options = [
  { name: "text", description: "What", type: "string" as const, required: true },
  { name: "often", description: "How often", type: "integer" as const },
];
const command = { name: "say", description: "Says it", options };
const file = { Base64: { data: "aGk=", filename: "hi.txt", description: "A greeting" } };
on("messageCreate", async (ctx: MessageContext) => {
  await rest.sendMessage({ channelId, content: "hi", attachments: [file], embeds: [{ title: "t", footer: { text: "f", iconUrl: "https://example.com/f.png" } }], replyTo: messageId, flags: 4, tts: false });
  await rest.editMessage({ channelId, messageId, content: "ho", allowedMentions: { parse: ["users"], repliedUser: true } });
  await rest.deleteMessage({ channelId, messageId });
  await rest.bulkDeleteMessages({ channelId, messageIds: [messageId, commandId] });
  await rest.pinMessage({ channelId, messageId });
  await rest.unpinMessage({ channelId, messageId });
  await rest.crosspostMessage({ channelId, messageId });
  await rest.fetchMessage({ channelId, messageId });
  await rest.fetchMessages({ channelId, limit: 10, before: messageId });
  await rest.addReaction({ channelId, messageId, emoji: "👍" });
  await rest.removeReaction({ channelId, messageId, emoji: "👍", userId });
  await rest.clearReactions({ channelId, messageId, emoji: "👍" });
  await rest.upsertGuildCommands({ guildId, commands: [command, { name: "group", description: "d", options: [
    { name: "one", description: "d", type: "subcommand", options },
  ] }] });
  await rest.createGuildCommand({ guildId, command });
  await rest.editGuildCommand({ guildId, commandId, command });
  await rest.deleteGuildCommand({ guildId, commandId });
  await rest.getGuildCommands({ guildId });
  await rest.getGuildCommand({ guildId, commandId });
  await rest.getGuildCommandsPermissions({ guildId });
  await rest.getGuildCommandPermissions({ guildId, commandId });
  await rest.kickMember({ guildId, userId, reason: "r" });
  await rest.banMember({ guildId, userId, deleteMessageSeconds: 60, reason: "r" });
  await rest.unbanMember({ guildId, userId, reason: "r" });
  await rest.addMemberRole({ guildId, userId, roleId, reason: "r" });
  await rest.removeMemberRole({ guildId, userId, roleId, reason: "r" });
  await rest.editMember({ guildId, userId, payload: { nick: "n" }, reason: "r" });
  await rest.editCurrentMember({ guildId, payload: { nick: "n" }, reason: "r" });
  await rest.createChannel({ guildId, payload: { name: "c" }, reason: "r" });
  await rest.editChannel({ channelId, payload: { topic: "t" }, reason: "r" });
  await rest.deleteChannel({ channelId, reason: "r" });
  await rest.createThread({ channelId, payload: { name: "t", type: 11 }, reason: "r" });
  await rest.createThreadFromMessage({ channelId, messageId, payload: { name: "t" }, reason: "r" });
  await rest.joinThread({ threadId });
  await rest.leaveThread({ threadId });
  await rest.addThreadMember({ threadId, userId });
  await rest.removeThreadMember({ threadId, userId });
  await rest.executeWebhook({ webhookId, token: "t", wait: true, threadId, withComponents: true, content: "hi", username: "u", avatarUrl: "https://example.com/a.png", threadName: "n" });
  await rest.editWebhook({ webhookId, token: "t", payload: { name: "n" }, reason: "r" });
  await rest.deleteWebhook({ webhookId, token: "t", reason: "r" });
  await ctx.reply({ content: ctx.msg.author.username, attachments: [{ Url: { url: "ADDRESS/files/a.txt", description: "A file" } }] });
});
`;

/** The way their handlers are written. */
const HANDLERS = `
const ROLE = "700000000000000007";
const mayDo = (ctx: InteractionContext, ids: string[]): boolean => ids.some((id) => hasRole(ctx, id));
const ask: SlashCommand = slash({
  name: "ask",
  description: "Asks",
  subcommands: [{
    name: "now",
    description: "At once",
    options: [{ name: "loud", description: "Louder", type: "boolean", required: true }],
    run: async (ctx) => {
      const { loud } = ctx.options as { loud: boolean };
      if (!mayDo(ctx, [ROLE])) return await ctx.reply({ content: "no", ephemeral: true });
      await ctx.reply(loud ? "WHAT" : "what");
    },
  }],
});
const add: Command = prefix({
  name: "add",
  run: async (ctx) => {
    const [a, b] = ctx.args.map(Number);
    await ctx.reply(String(a! + b!));
  },
});
createBot({ prefix: "+", commands: [add], slashCommands: [ask] });
on("ready", async (ctx) => console.log(ctx.msg.user.username, ctx.msg.guildIds.length));
on("reactionAdd", (ctx: ReactionContext) => console.log(ctx.msg.emoji?.name, ctx.msg.messageId, ctx.msg.burst));
on("messageDeleteBulk", async (ctx: MessageDeleteBulkContext) => console.log(ctx.msg.ids.length));
on("modalSubmit", async (ctx) => {
  if (ctx.msg.data?.custom_id === "form") await ctx.reply({ content: "thanks", ephemeral: true });
});
on("componentInteraction", async (ctx) => {
  const picked: string[] = ctx.msg.data?.values || [];
  const card = container().setAccentColor(0x3366ff).addComponents(
    section().addComponents(textDisplay(picked.join())).setAccessory(thumbnail("https://example.com/a.png")),
  );
  await ctx.reply({ components: [card.toJSON()], flags: MessageFlags.IS_COMPONENTS_V2 });
});
cron("tidy", "0 0 * * *", async (ctx: CronContext) => {
  const page = await kv.store("cache").list({ prefix: "temp:" });
  for (const key of page.keys) await kv.store("cache").delete(key.name);
  if (!page.list_complete) console.log(ctx.name, page.cursor);
}, { skipIfRunning: true });
`;

/** A script without its types, the address of files in place. */
const plain = (port: number) =>
  CALLS.replaceAll(" as const", "").replace(": MessageContext", "")
    .replace("ADDRESS", `http://files.example.test:${port}`);

Deno.test("rest takes the arguments that scripts of the published SDK give it", async () => {
  await using server = await startTestServer();
  await using served = await serveGuest(plain(server.port), { http: toLoopback });
  await served.say("go", { id: "500000000000000005", channelId: "300000000000000003" });
  const { requests } = served.loop.discord;
  const asked = (route: string) => requests.find((request) => request.route === route)!;
  assert.equal(requests.length, CALLS.match(/await /g)!.length);
  assert.ok(requests.every(({ guildId }) => guildId === served.loop.context.guildId));

  const sent = asked("messages.send");
  assert.deepEqual(sent.files, [{ name: "hi.txt", dataBase64: "aGk=" }]);
  const { attachments, embeds } = sent.body as Record<string, unknown>;
  assert.deepEqual(attachments, [{ id: "0", filename: "hi.txt", description: "A greeting" }]);
  assert.deepEqual(embeds, [{ title: "t", footer: { text: "f", icon_url: "https://example.com/f.png" } }]);
  const replied = requests.at(-1)!;
  assert.deepEqual(replied.files, [{ name: "a.txt", dataBase64: btoa("ok") }]);

  const options = [
    { type: 3, name: "text", description: "What", required: true },
    { type: 4, name: "often", description: "How often" },
  ];
  const [say, group] = asked("commands.replace").body as { options: unknown }[];
  assert.deepEqual(say!.options, options);
  assert.deepEqual(group!.options, [{ type: 1, name: "one", description: "d", options }]);
  assert.deepEqual((asked("commands.edit").body as typeof say)!.options, options);

  const { problems, checked, skipped } = await checkDiscordRequests(requests);
  assert.deepEqual(problems, []);
  console.log(skipped ?? `${checked} requests fit Discord's description`);
});

Deno.test("rest refuses another guild's id where a script names its guild, in the words for an id of nothing", async () => {
  await using served = await serveGuest(`on("messageCreate", async (ctx) => {
    for (const guildId of ["${OTHER_GUILD}", "999999999999999999", "nothing"]) {
      await rest.kickMember({ guildId, userId: "600000000000000006" }).catch((error) => console.log(error.code, error.message));
    }
  });`);
  const [foreign, unknown, wrong] = await served.say("go");
  assert.match(foreign!, /^SCOPE_FORBIDDEN /);
  assert.equal(foreign, unknown);
  assert.match(wrong!, /^INVALID_ARGUMENT .*guildId/);
  assert.deepEqual(served.loop.discord.requests, []);
});

Deno.test("attachments of the published SDK name what is wrong with them", async () => {
  await using server = await startTestServer((_, response) => response.writeHead(404).end());
  await using served = await serveGuest(
    `on("messageCreate", async (ctx) => {
    for (const attachments of [
      [{ Base64: { data: "%", filename: "a" } }], [{ Base64: { data: "aGk=" } }], [{ Url: { url: "a.txt" } }],
      [{ Url: { url: "http://files.example.test:${server.port}/a.txt" } }],
    ]) await ctx.reply({ attachments }).catch((error) => console.log(error.code, error.path, error.message));
  });`,
    { http: toLoopback },
  );
  const said = await served.say("go", { id: "500000000000000005", channelId: "300000000000000003" });
  assert.match(said[0]!, /^INVALID_ARGUMENT message\.attachments\.0\.Base64\.data .*must be base64/);
  assert.match(said[1]!, /^INVALID_ARGUMENT message\.attachments\.0\.name /);
  assert.match(said[2]!, /^INVALID_ARGUMENT message\.attachments\.0\.Url\.url .*must be an address/);
  assert.match(said[3]!, /^INVALID_ARGUMENT message\.attachments\.0\.Url\.url .*answers 404/);
  assert.equal(said.length, 4);
  assert.deepEqual(served.loop.discord.requests, []);
});

Deno.test("scripts of the published SDK are typed", async () => {
  assert.equal(await checkScript(`${CALLS}${HANDLERS}`), "");
});
