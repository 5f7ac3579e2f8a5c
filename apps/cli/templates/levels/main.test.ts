import assert from "node:assert/strict";
import { Flora } from "@flora/sdk/testing";

const script = new URL("./main.ts", import.meta.url);

Deno.test("levels counts a message a minute, ranks who wrote, and rewards who rises", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({
    script,
    members: ["ada", "ben"],
    roles: [{ name: "regular" }],
    channels: [{ name: "general" }, { name: "levels" }],
    settings: { channel: "levels", role: "regular", level: 1 },
  });
  const [ada, ben] = [await guild.member("ada"), await guild.member("ben")];
  await ada.says("hello everybody");
  await ada.says("and once more");
  await ben.says("hi");
  const sum = async () => Number(/has (\d+) points/.exec((await ada.runs("rank")).content)![1]);
  await guild.eventually("the points", async () => await sum() > 0);
  assert.ok(await sum() < 30, "the second message came too soon");
  assert.match((await ben.runs("rank")).content, /has 0 points, level 0\.$/);
  const board = await ben.runs("leaderboard");
  assert.match(board.embeds[0]!.description!, new RegExp(`^1\\. <@${ada.id}> \\d+$`));

  for (const text of ["a minute later", "and another one", "and one more"]) {
    const before = await sum();
    await flora.clock.advance("61s");
    await ada.says(text);
    await guild.eventually("more points", async () => await sum() > before);
  }
  assert.equal((await guild.next("levels")).content, `🎉 <@${ada.id}> has reached level 1!`);
  await ada.has(await guild.roleId("regular"));
  assert.match((await ben.runs("rank", { member: ada.id })).content, /level 1, place 1\.$/);
});

Deno.test("levels reward also where there is nowhere to announce it", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({
    script,
    members: ["ada"],
    roles: [{ name: "regular" }],
    channels: [{ name: "general" }, { name: "levels" }],
    settings: { channel: "levels", role: "regular", level: 1 },
  });
  const [owner, ada] = [await guild.member("owner"), await guild.member("ada")];
  await owner.deletesChannel("levels");
  for (const text of ["hello everybody", "a minute later", "and another one", "and one more"]) {
    const before = (await ada.runs("rank")).content;
    await ada.says(text);
    await guild.eventually("more points", async () => (await ada.runs("rank")).content !== before);
    await flora.clock.advance("61s");
  }
  await ada.has(await guild.roleId("regular"));
});
