import assert from "node:assert/strict";
import { Flora } from "@flora/sdk/testing";

const script = new URL("./main.ts", import.meta.url);

Deno.test("reminders come when they are due, once or again and again, until they are taken back", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({ script, members: ["ada", "ben"] });
  const [ada, ben] = [await guild.member("ada"), await guild.member("ben")];
  const answer = await ada.runs("remind", { in: "1h 30m", text: "the cake" });
  assert.match(answer.content, /^I will remind you on <t:\d+:f>\.$/);
  assert.equal(answer.ephemeral, true);
  await ada.runs("remind", { in: "2h", text: "stand up", repeat: 1 });

  await flora.clock.advance("1h 29m");
  assert.deepEqual(await guild.messages(), []);
  await flora.clock.advance("2m");
  const cake = await guild.next();
  assert.equal(cake.content, `⏰ <@${ada.id}>: the cake`);
  assert.deepEqual(cake.mentions.map(({ id }) => id), [ada.id]);
  await flora.clock.advance("2d");
  const all = (await guild.messages()).map(({ content }) => content);
  assert.deepEqual(all.slice(1), Array(2).fill(`⏰ <@${ada.id}>: stand up`));

  assert.equal((await ben.runs("reminders")).content, "Nothing waits for you.");
  const list = await ada.runs("reminders");
  assert.match(list.embeds[0]!.description!, /^<t:\d+:f> 🔁 stand up$/);
  const [row] = list.components as { components: { options: { value: string }[] }[] }[];
  await ada.picks(list, "reminders/cancel", row!.components[0]!.options[0]!.value);
  assert.equal((await ada.runs("reminders")).content, "Nothing waits for you.");
  await flora.clock.advance("2d");
  assert.equal((await guild.messages()).length, all.length);
});

Deno.test("reminders keep to their time of the day after a pause, and go with their channel", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({
    script,
    members: ["ada"],
    channels: [{ name: "general" }, { name: "plans" }],
  });
  const [owner, ada] = [await guild.member("owner"), await guild.member("ada")];
  const { content } = await ada.runs("remind", { in: "2h", text: "water", repeat: 1 }, { channel: "plans" });
  const first = Number(/<t:(\d+):f>/.exec(content)![1]);
  await flora.clock.skip("3d");
  assert.equal((await guild.messages("plans")).length, 1, "what was missed comes once");
  const next = (await ada.runs("reminders")).embeds[0]!.description!;
  assert.equal(next, `<t:${first + 3 * 86_400}:f> 🔁 water`);
  await owner.deletesChannel("plans");
  await guild.eventually(
    "the reminder to be gone",
    async () => (await ada.runs("reminders")).content === "Nothing waits for you.",
  );
});

Deno.test("reminders say how to write the time, and where the end is", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({ script, members: ["ada"] });
  const ada = await guild.member("ada");
  for (const delay of ["tomorrow", "5", "9000w"]) {
    assert.match(
      (await ada.runs("remind", { in: delay, text: "x" })).content,
      /^I did not understand when\./,
    );
  }
  for (let count = 0; count < 20; count++) await ada.runs("remind", { in: "1d", text: `no. ${count}` });
  assert.match((await ada.runs("remind", { in: "1d", text: "x" })).content, /^You have 20 reminders/);
});
