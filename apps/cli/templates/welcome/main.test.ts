import assert from "node:assert/strict";
import { Flora } from "@flora/sdk/testing";

const script = new URL("./main.ts", import.meta.url);

Deno.test("welcome greets in the chosen channel, gives the role, and says goodbye", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({ script, roles: [{ name: "newcomer" }], members: ["ada"] });
  const owner = await guild.member("owner");
  const role = await guild.roleId("newcomer");
  const answer = await owner.runs("welcome", { channel: await guild.channelId("general"), role });
  assert.match(answer.content, /Greeting in <#\d+>, role <@&\d+>\./);
  assert.equal(answer.ephemeral, true);

  const ben = await guild.joins("ben");
  assert.equal((await guild.next()).content, `Welcome <@${ben.id}>!`);
  assert.deepEqual(await ben.roles(), [role]);
  await ben.leaves();
  assert.equal((await guild.next()).content, "ben has left.");
});
