import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Flora, type Guild } from "@flora/sdk/testing";

const MIB = 1024 * 1024;

/** Bytes of a file, no two stretches of it alike: as the script below makes them. */
function made(bytes: number, seed: number): Uint8Array {
  const data = new Uint8Array(bytes), words = new Uint32Array(data.buffer, 0, bytes >> 2);
  for (let at = 0, word = seed; at < words.length; at += 16) words[at] = word = Math.imul(word, 1664525) + 1013904223;
  return data;
}

/** Sends files of the sizes that a message names, the way its first word says. */
const SCRIPT = `
${made.toString().replace(/: (number|Uint8Array)/g, "")}
const files = (sizes) => sizes.map((bytes, i) => ({ name: "f" + i + ".bin", data: made(bytes, i + 1) }));
const told = async (send) => {
  try { await send(); } catch ({ code, path, message, status }) { await ctxReply(JSON.stringify({ code, path, message })); }
};
let ctxReply;
on("messageCreate", async (ctx) => {
  ctxReply = (text) => ctx.reply(text);
  const [way, ...sizes] = ctx.msg.content.split(" ");
  const attachments = files(sizes.map(Number));
  const { channelId } = ctx.msg;
  if (way === "reply") await told(() => ctx.reply({ attachments }));
  if (way === "rest") await told(() => rest.sendMessage({ channelId, attachments }));
  if (way === "edit") {
    const { id } = await rest.sendMessage({ channelId, content: "soon" });
    await told(() => rest.editMessage({ channelId, messageId: id, content: "now", attachments }));
  }
  if (way === "hook") {
    const { id } = await rest.createWebhook({ channelId, payload: { name: "files" } });
    await told(() => rest.executeWebhook({ webhookId: id, attachments }));
  }
});
createBot({ slashCommands: [slash({ name: "send", description: "Files", run: async (ctx) => {
  await ctx.defer();
  await ctx.reply({ attachments: files([3 * ${MIB}]) });
  await ctx.followUp({ attachments: files([2 * ${MIB}]) });
} })] });
`;

const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** What is in the message that comes of `text`: digests of its files. */
async function sent(guild: Guild, text: string): Promise<string[]> {
  await (await guild.member("ada")).says(text);
  const { attachments } = await guild.next();
  return await Promise.all(attachments.map(async ({ url }) => digest(await (await fetch(url)).bytes())));
}

const expected = (...sizes: number[]) => sizes.map((bytes, index) => digest(made(bytes, index + 1)));

for (const adapter of ["isolated", "embedded"]) {
  Deno.test(`a script uploads files of 10 MiB, and of 25 MiB together, with the ${adapter} adapter`, async () => {
    await using flora = await Flora.start({ FLORA_ISOLATION_ADAPTER: adapter });
    const guild = await flora.guild({ script: { "main.ts": SCRIPT } });
    const t0 = performance.now();
    assert.deepEqual(await sent(guild, `reply ${10 * MIB}`), expected(10 * MIB));
    console.log("10", performance.now() - t0);
    const together = [10 * MIB, 10 * MIB, 5 * MIB - 64 * 1024];
    const t1 = performance.now();
    assert.deepEqual(await sent(guild, `reply ${together.join(" ")}`), expected(...together));
    console.log("25", performance.now() - t1);
  });
}
