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
  assert.match(post.content, /^⭐ 2 in <#\d+>$/);
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
