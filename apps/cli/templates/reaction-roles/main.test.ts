import assert from "node:assert/strict";
import { Flora } from "@flora/sdk/testing";

const script = new URL("./main.ts", import.meta.url);

Deno.test("a reaction gives its role and takes it back", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({ script, roles: [{ name: "cat person" }], members: ["ada"] });
  const [owner, ada] = [await guild.member("owner"), await guild.member("ada")];
  const role = await guild.roleId("cat person");
  const message = await owner.says("React with 🐱 for cats");
  const answer = await owner.runs("reaction-role", { add: { message: message.id, emoji: "🐱", role } });
  assert.match(answer.content, /🐱 now gives <@&\d+>/);

  await ada.reacts(message, "🐱");
  await ada.has(role);
  await ada.unreacts(message, "🐱");
  await ada.lacks(role);

  await owner.runs("reaction-role", { remove: { message: message.id, emoji: "🐱" } });
  assert.equal(
    (await owner.runs("reaction-role", { remove: { message: message.id, emoji: "🐱" } })).content,
    "It gave nothing.",
  );
});
