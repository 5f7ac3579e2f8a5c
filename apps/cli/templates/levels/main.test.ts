import assert from "node:assert/strict";
import { Flora } from "@flora/sdk/testing";

const script = new URL("./main.ts", import.meta.url);

Deno.test("levels counts a message a minute and ranks who wrote", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({ script, members: ["ada", "ben"] });
  const [ada, ben] = [await guild.member("ada"), await guild.member("ben")];
  await ada.says("hello everybody");
  await ada.says("and once more");
  await ben.says("hi");
  const sum = async () => Number(/has (\d+) points/.exec((await ada.runs("rank")).content)![1]);
  await guild.eventually("the points", async () => await sum() > 0);
  assert.ok(await sum() < 30, "the second message came too soon");
  assert.match((await ben.runs("rank")).content, /has 0 points, level 0/);
  const board = await ben.runs("leaderboard");
  assert.match(board.embeds[0]!.description!, new RegExp(`^1\\. <@${ada.id}> \\d+$`));
});
