import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Flora, type Guild, type SeenMessage } from "@flora/sdk/testing";

const MIB = 1024 * 1024;

/** Bytes of a file, no two stretches of it alike: as the script below makes them. */
function made(bytes: number, seed: number): Uint8Array {
  const data = new Uint8Array(bytes), words = new Uint32Array(data.buffer, 0, bytes >> 2);
  for (let at = 0, word = seed; at < words.length; at += 16) {
    words[at] = word = Math.imul(word, 1664525) + 1013904223;
  }
  return data;
}

/** Sends files of the sizes that a message names, the way its first word says. */
const SCRIPT = `
${made.toString().replace(/: (number|Uint8Array)/g, "")}
const files = (sizes) => sizes.map((bytes, i) => ({ name: "f" + i + ".bin", data: made(bytes, i + 1) }));
on("messageCreate", async (ctx) => {
  const told = (sent) =>
    sent.catch(({ code, path, message }) => ctx.reply(JSON.stringify({ code, path, message })));
  const [way, ...sizes] = ctx.msg.content.split(" ");
  const attachments = files(sizes.map(Number));
  const { channelId } = ctx.msg;
  if (way === "reply") await told(ctx.reply({ attachments }));
  if (way === "rest") await told(rest.sendMessage({ channelId, attachments }));
  if (way === "edit") {
    const { id } = await rest.sendMessage({ channelId, content: "soon" });
    await told(rest.editMessage({ channelId, messageId: id, content: "now", attachments }));
  }
  if (way === "hook") {
    const { id } = await rest.createWebhook({ channelId, payload: { name: "files" } });
    await told(rest.executeWebhook({ webhookId: id, attachments }));
  }
});
createBot({ slashCommands: [slash({ name: "send", description: "Files", run: async (ctx) => {
  await ctx.defer();
  await ctx.reply({ attachments: files([3 * ${MIB}]) });
  await ctx.followUp({ attachments: files([2 * ${MIB}]) });
} })] });
`;

const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Digests of a message's files, as Discord has them. */
const filesOf = ({ attachments }: SeenMessage) =>
  Promise.all(attachments.map(async ({ url }) => digest(await (await fetch(url)).bytes())));

/** What is in the message that comes of `text`. */
async function sent(guild: Guild, text: string): Promise<string[]> {
  await (await guild.member("ada")).says(text);
  return await filesOf(await guild.next());
}

const expected = (...sizes: number[]) => sizes.map((bytes, index) => digest(made(bytes, index + 1)));

/** Memory is as in production; time is not, on machines that run other tests as well. */
const env = (adapter: string) => ({
  FLORA_ISOLATION_ADAPTER: adapter,
  FLORA_LIMIT_CPU_PER_DISPATCH_MS: "5000",
});
const TOGETHER = [10 * MIB, 10 * MIB, 5 * MIB - 64 * 1024];

Deno.test("a script uploads files of 10 MiB, and of 25 MiB together, every way there is", async () => {
  await using flora = await Flora.start(env("isolated"));
  const guild = await flora.guild({ script: { "main.ts": SCRIPT } });
  assert.deepEqual(await sent(guild, `reply ${10 * MIB}`), expected(10 * MIB));
  assert.deepEqual(await sent(guild, `rest ${TOGETHER.join(" ")}`), expected(...TOGETHER));

  await (await guild.member("ada")).says(`hook ${3 * MIB}`);
  const ofHook = (message: SeenMessage) => message.webhook_id !== undefined;
  await guild.shows("general", (all) => all.some(ofHook));
  assert.deepEqual(await filesOf((await guild.messages()).find(ofHook)!), expected(3 * MIB));

  await (await guild.member("ada")).says(`edit ${3 * MIB}`);
  const { id } = await guild.next();
  await guild.shows("general", (all) => all.some((one) => one.id === id && one.content === "now"));
  const edited = (await guild.messages()).find((message) => message.id === id)!;
  assert.deepEqual(await filesOf(edited), expected(3 * MIB));

  const withFiles = (all: SeenMessage[]) => all.filter(({ attachments }) => attachments.length > 0);
  const before = withFiles(await guild.messages()).length;
  await (await guild.member("ada")).runs("send");
  await guild.shows("general", (all) => withFiles(all).length === before + 2);
  const answers = withFiles(await guild.messages()).slice(before);
  assert.deepEqual(await Promise.all(answers.map(filesOf)), [expected(3 * MIB), expected(2 * MIB)]);

  await (await guild.member("ada")).says(`reply ${10 * MIB + 1}`);
  await guild.shows("general", (all) => all.at(-1)!.content.includes("INVALID_ARGUMENT"));
  assert.deepEqual(JSON.parse((await guild.messages()).at(-1)!.content), {
    code: "INVALID_ARGUMENT",
    path: "files.0",
    message: `Cannot upload "f0.bin": it is ${10 * MIB + 1} bytes, at most ${10 * MIB}`,
  });
});

Deno.test("a script uploads files of 25 MiB together from a thread", async () => {
  await using flora = await Flora.start(env("embedded"));
  const guild = await flora.guild({ script: { "main.ts": SCRIPT } });
  assert.deepEqual(await sent(guild, `reply ${TOGETHER.join(" ")}`), expected(...TOGETHER));
});
