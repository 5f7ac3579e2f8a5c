import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { DiscordRequest, StagedFiles } from "@flora/discord";
import { recordDiscord } from "@flora/ops/testing/discord-recorder";
import { interaction } from "../testing/guest.ts";
import { serveGuest } from "../testing/served-guest.ts";

const KIB = 1024;

/** What came of the files of each request, as text. */
function reader() {
  const parts: { staged?: StagedFiles } = {};
  const seen: { route: string; files: string[] }[] = [];
  const read = (guildId: DiscordRequest["guildId"], file: NonNullable<DiscordRequest["files"]>[number]) => {
    if ("dataBase64" in file) return `along ${Buffer.from(file.dataBase64, "base64")}`;
    const [bytes] = parts.staged!.take(guildId, [file.staged])!;
    parts.staged!.release(guildId, [file.staged]);
    const text = new TextDecoder().decode(bytes);
    return `${text.length} ${text.replace(/(.)\1+/gs, "$1")}`;
  };
  const discord = recordDiscord(({ guildId, route, files = [] }) => {
    seen.push({ route, files: files.map((file) => read(guildId, file)) });
    return { ok: true, status: 200, body: { id: "9" } };
  });
  return { parts, seen, discord };
}

/** What Discord is sent by the handler of a message; calls of ops, and what the handler logged. */
async function serve(body: string) {
  const { parts, seen, discord } = reader();
  await using served = await serveGuest(
    `const text = (kib, letter) => letter.repeat(kib * 1024);
     on("messageCreate", async (ctx) => { ${body} });`,
    { discord, limits: { fileBytes: 900 * KIB, uploadBytes: 1_000 * KIB } },
  );
  parts.staged = served.loop.staged;
  await served.say("go", { id: "123456789012345679", channelId: "123456789012345677" });
  await served.loop.settled();
  assert.equal(served.loop.staged.bytes, 0, "nothing is left");
  const ops = served.guest.ops.map(({ name }) => name);
  return { seen, ops, logged: served.guest.logged.map(({ message }) => message) };
}

Deno.test("small files go along with the call, larger ones in parts ahead of it", async () => {
  const small = await serve(`await ctx.reply({ attachments: [{ name: "a", data: "small" }] });`);
  assert.deepEqual(small.seen, [{ route: "messages.send", files: ["along small"] }]);
  assert.deepEqual(small.ops, ["discord.rest"]);
  const large = await serve(`await ctx.reply({ attachments: [
    { name: "a", data: text(300, "a") }, { name: "b", data: "" }, { name: "c", data: "small" } ] });`);
  assert.deepEqual(large.seen, [{
    route: "messages.send",
    files: [`${300 * KIB} a`, "along ", "5 smal"],
  }]);
  assert.deepEqual(large.ops, ["files.begin", "files.put", "files.put", "files.put", "discord.rest"]);
});

Deno.test("every function that takes files takes large ones, as text, bytes, buffer or blob", async () => {
  const { seen } = await serve(`
    const bytes = new Uint8Array(400 * 1024).fill(98), { channelId } = ctx.msg;
    const large = [{ name: "a", data: bytes.subarray(1024, 301 * 1024) }];
    await ctx.edit({ attachments: large });
    await rest.sendMessage({ channelId, attachments: [{ name: "a", data: bytes.buffer }] });
    await rest.editMessage({ channelId, messageId: "123456789012345678", attachments: [{ name: "a", data: new Blob([bytes]) }] });
    await rest.executeWebhook({ webhookId: "123456789012345678", attachments: large });
    await rest.editWebhookMessage({ webhookId: "123456789012345678", messageId: "123456789012345678", attachments: large });
    await rest.createThread({ channelId, payload: { name: "post", message: {} }, attachments: large });
    await rest.createSticker({ payload: { name: "wave", tags: "👋" }, file: large[0] });
  `);
  const [some, all] = [`${300 * KIB} b`, `${400 * KIB} b`];
  assert.deepEqual(seen.map(({ route, files }) => [route, ...files]), [
    ["messages.edit", some],
    ["messages.send", all],
    ["messages.edit", all],
    ["webhooks.execute", some],
    ["webhooks.editMessage", some],
    ["threads.create", some],
    ["stickers.create", some],
  ]);
});

Deno.test("answers to interactions take large files", async () => {
  const { parts, seen, discord } = reader();
  await using served = await serveGuest(
    `on("interactionCreate", async (ctx) => {
      const attachments = [{ name: "a", data: "c".repeat(300 * 1024) }], token = ctx.msg.interactionToken;
      await ctx.reply({ attachments });
      await ctx.edit({ attachments });
      await ctx.followUp({ attachments });
      await rest.editOriginalInteractionResponse({ token, attachments });
      await rest.createFollowupMessage({ token, attachments });
      await rest.editFollowupMessage({ token, messageId: "123456789012345678", attachments });
    });`,
    { discord },
  );
  parts.staged = served.loop.staged;
  const { guildId } = served.loop.context;
  const grant = { interactionId: "500", applicationId: "600", token: "true", type: 2 };
  const interactionToken = served.loop.interactions.issue(guildId, grant);
  await served.dispatch("interactionCreate", interaction(2, { name: "go" }, { interactionToken }));
  assert.equal(served.guest.said.at(-1)!.t, "done", JSON.stringify(served.guest.said.at(-1)));
  assert.deepEqual(seen.map(({ files }) => files), new Array(6).fill([`${300 * KIB} c`]));
});

Deno.test("a file that is too large is refused before it goes anywhere, and leaves nothing behind", async () => {
  const { seen, ops, logged } = await serve(`
    const attempt = (...sizes) => ctx.reply({ attachments: sizes.map((kib, i) => ({ name: i + ".bin", data: text(kib, "d") })) })
      .catch(({ code, path, message }) => console.log(code, path, message));
    await attempt(300, 901);
    await attempt(600, 600);
    await attempt(300);
  `);
  assert.deepEqual(logged, [
    `INVALID_ARGUMENT files.1 Cannot upload "1.bin": it is ${901 * KIB} bytes, at most ${900 * KIB}`,
    `INVALID_ARGUMENT files Cannot upload: the files are ${1200 * KIB} bytes together, at most ${1000 * KIB}`,
  ]);
  assert.deepEqual(ops.slice(0, 3), ["files.begin", "files.begin", "files.begin"]);
  assert.deepEqual(seen, [{ route: "messages.send", files: [`${300 * KIB} d`] }]);
});

Deno.test("bytes that change under way fail the upload alone", async () => {
  const { seen, logged } = await serve(`
    const buffer = new ArrayBuffer(300 * 1024, { maxByteLength: 900 * 1024 });
    const grown = ctx.reply({ attachments: [{ name: "a", data: new Uint8Array(buffer) }] });
    buffer.resize(600 * 1024);
    await grown.catch(({ code, path }) => console.log(code, path));
  `);
  assert.deepEqual(seen, []);
  assert.deepEqual(logged, ["INVALID_ARGUMENT dataBase64"]);
});
