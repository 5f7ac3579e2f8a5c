import assert from "node:assert/strict";
import { Flora } from "@flora/sdk/testing";

const script = new URL("./main.ts", import.meta.url);
const MANAGE_ROLES = "268435456";

Deno.test("a reaction gives its role and takes it back", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({ script, roles: [{ name: "cat person" }], members: ["ada"] });
  const [owner, ada] = [await guild.member("owner"), await guild.member("ada")];
  const role = await guild.roleId("cat person");
  const message = await owner.says("React with 🐱 for cats");
  const answer = await owner.runs("reaction-role", { add: { message: message.id, emoji: "🐱", role } });
  assert.match(answer.content, /🐱 now gives <@&\d+>/);
  const list = await owner.runs("reaction-role", { list: {} });
  assert.equal(list.content, `Message ${message.id}: 🐱 gives <@&${role}>`);

  await ada.reacts(message, "🐱");
  await ada.has(role);
  await ada.unreacts(message, "🐱");
  await ada.lacks(role);

  const remove = () => owner.runs("reaction-role", { remove: { message: message.id, emoji: "🐱" } });
  assert.equal((await remove()).content, "It gives nothing any more.");
  assert.equal((await remove()).content, "It gave nothing.");
});

Deno.test("a reaction role knows an emoji however it is written", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({ script, roles: [{ name: "kind" }], members: ["ada"] });
  const [owner, ada] = [await guild.member("owner"), await guild.member("ada")];
  const role = await guild.roleId("kind");
  const message = await owner.says("React with a heart");
  await owner.runs("reaction-role", { add: { message: ` ${message.id}`, emoji: "\u2764 ", role } });
  await ada.reacts(message, "\u2764\uFE0F");
  await ada.has(role);
});

Deno.test("reaction roles refuse roles above one's own and messages that are not there", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({
    script,
    roles: [{ name: "low" }, { name: "helper", permissions: MANAGE_ROLES }, { name: "boss" }],
    members: [{ username: "ada", roles: ["helper"] }],
  });
  const ada = await guild.member("ada");
  const message = await ada.says("roles!");
  const add = async (role: string, id = message.id) =>
    await ada.runs("reaction-role", { add: { message: id, emoji: "👑", role: await guild.roleId(role) } });
  for (const role of ["boss", "helper"]) {
    assert.equal((await add(role)).content, "That role does not stand below your own.");
  }
  assert.match(
    (await add("low", "100000000000000001")).content,
    /^I could not react: there is no such message/,
  );
  assert.match((await add("low")).content, /^👑 now gives/);

  const owner = await guild.member("owner");
  const bot = (await guild.view()).members.find(({ user }) => user.bot)!;
  const give = (role: string) =>
    owner.runs("reaction-role", { add: { message: message.id, emoji: "👑", role } });
  assert.match((await give(bot.roles[0]!)).content, /^Nobody can hand out/, "the bot's own role is managed");
  assert.match((await give(guild.id)).content, /^Nobody can hand out/, "everybody has @everyone");
});
