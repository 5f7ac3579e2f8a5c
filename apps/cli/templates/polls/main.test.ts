import assert from "node:assert/strict";
import { Flora } from "@flora/sdk/testing";

const script = new URL("./main.ts", import.meta.url);

Deno.test("polls counts one vote per member, lets them change it, and closes for who started it", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({ script, members: ["ada", "ben"] });
  const [ada, ben] = [await guild.member("ada"), await guild.member("ben")];
  const poll = await ada.runs("poll", { question: "Tea?", choices: "Yes, No" });
  const id = poll.interactionId;
  await ada.clicks(poll, `poll/${id}/0`);
  await ben.clicks(poll, `poll/${id}/1`);
  await ben.clicks(poll, `poll/${id}/0`);
  const board = async () => (await guild.messages())[0]!;
  assert.match((await board()).embeds[0]!.description!, /\*\*Yes\*\* ▰{10} 2\n\*\*No\*\* ▱{10} 0/);

  const refused = await ben.clicks(poll, `poll/${id}/close`);
  assert.equal(refused.followUps[0]?.content ?? refused.content, "Only who started the poll can close it.");
  await ada.clicks(poll, `poll/${id}/close`);
  const closed = await board();
  assert.equal(closed.embeds[0]!.title, "Tea? (closed)");
  assert.deepEqual(closed.components, []);
});

Deno.test("polls refuses a poll with one choice", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({ script, members: ["ada"] });
  const answer = await (await guild.member("ada")).runs("poll", { question: "Tea?", choices: "Yes" });
  assert.match(answer.content, /2 to 5 choices/);
});

Deno.test("polls close by themselves when their time is over", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({ script, members: ["ada"] });
  const ada = await guild.member("ada");
  const poll = await ada.runs("poll", { question: "Tea?", choices: "Yes, No", hours: 2 });
  assert.match(poll.embeds[0]!.description!, /Ends <t:\d+:R>/);
  await flora.clock.advance("1h 59m");
  await ada.clicks(poll, `poll/${poll.interactionId}/1`);
  await flora.clock.advance("1m");
  const [closed] = await guild.messages();
  assert.equal(closed!.embeds[0]!.title, "Tea? (closed)");
  assert.match(closed!.embeds[0]!.description!, /\*\*No\*\* ▰{10} 1$/);
  assert.deepEqual(closed!.components, []);
});
