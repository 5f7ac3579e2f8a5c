import assert from "node:assert/strict";
import { Flora } from "@flora/sdk/testing";

const script = new URL("./main.ts", import.meta.url);

Deno.test("starboard shows a message with enough stars, keeps its count and takes it down", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({
    script,
    members: ["ada", "ben"],
    channels: [{ name: "general" }, { name: "stars" }],
  });
  const [owner, ada, ben] = [
    await guild.member("owner"),
    await guild.member("ada"),
    await guild.member("ben"),
  ];
  assert.match((await ada.runs("starboard")).content, /^There is no board yet/);
  await guild.set({ channel: "stars", stars: 2 });
  assert.match((await ada.runs("starboard")).content, /^2 × ⭐ bring a message to <#\d+>\.$/);

  const message = await ada.says("to be or not to be");
  await ben.reacts(message, "👍");
  await ben.reacts(message, "⭐");
  await owner.reacts(message, "⭐");
  const post = await guild.next("stars");
  assert.match(post.content, /^⭐ 2 https:\/\/discord\.com\/channels\/\d+\/\d+\/\d+$/);
  assert.deepEqual(
    [post.embeds[0]!.author?.name, post.embeds[0]!.description],
    ["ada", "to be or not to be"],
  );

  await ada.reacts(message, "⭐");
  await guild.shows("stars", (messages) => /⭐ 3/.test(messages[0]?.content ?? ""));
  await ada.unreacts(message, "⭐");
  await ben.unreacts(message, "⭐");
  await guild.shows("stars", (messages) => messages.length === 0);

  await ben.reacts(message, "⭐");
  await guild.shows("stars", (messages) => messages.length === 1);
  await ada.deletes(message);
  await guild.shows("stars", (messages) => messages.length === 0);
});

Deno.test("starboard follows moderators: who takes a post, the stars or the messages away has the last word", async () => {
  await using flora = await Flora.start();
  const tools = `import "./board.ts";
import { on, rest } from "@flora/sdk";
on("messageCreate", async ({ msg: { content, channelId, referencedMessage } }) => {
  const messageId = String(referencedMessage?.id);
  if (content === "!clear") await rest.clearReactions({ channelId, messageId });
  if (content === "!clear 🌱") await rest.clearReactions({ channelId, messageId, emoji: "🌱" });
  if (content.startsWith("!purge")) {
    await rest.bulkDeleteMessages({ channelId, messageIds: content.split(" ").slice(1) });
  }
});`;
  const guild = await flora.guild({
    script: { "main.ts": tools, "board.ts": await Deno.readTextFile(script) },
    members: ["ada", "ben"],
    channels: [{ name: "general" }, { name: "stars" }],
    settings: { channel: "stars", stars: 1, emoji: "🌱" },
  });
  const [owner, ada, ben] = [
    await guild.member("owner"),
    await guild.member("ada"),
    await guild.member("ben"),
  ];
  const posts = (count: number) => guild.shows("stars", (messages) => messages.length === count);
  const message = await ada.says("to be or not to be");
  for (const clear of ["!clear", "!clear 🌱"]) {
    await ben.reacts(message, "🌱");
    await posts(1);
    await owner.says(clear, { replyTo: message.id });
    await posts(0);
  }
  const other = await ada.says("that is the question");
  await ben.reacts(message, "🌱");
  await ben.reacts(other, "🌱");
  await posts(2);
  await owner.says(`!purge ${message.id} ${other.id}`);
  await posts(0);

  const last = await ada.says("the rest is silence");
  await ben.reacts(last, "🌱");
  await posts(1);
  await owner.deletes((await guild.messages("stars"))[0]!);
  await owner.reacts(last, "🌱");
  await ben.unreacts(last, "🌱");
  await owner.unreacts(last, "🌱");
  const fresh = await ada.says("words, words, words");
  await ben.reacts(fresh, "🌱");
  await guild.shows(
    "stars",
    ([post, ...more]) => more.length === 0 && post?.embeds[0]?.description === fresh.content,
  );
});
