import assert from "node:assert/strict";
import { Flora } from "@flora/sdk/testing";

const script = new URL("./main.ts", import.meta.url);

Deno.test("welcome greets in the chosen channel, gives the role, and says goodbye", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({ script, name: "Meadow", roles: [{ name: "newcomer" }], members: [] });
  const owner = await guild.member("owner");
  const answer = await owner.runs("welcome");
  assert.match(answer.content, /No channel is set, so nobody is greeted\.\nNo role is set\./);
  assert.equal(answer.ephemeral, true);

  await guild.set({ channel: "general", role: "newcomer" });
  assert.match(
    (await owner.runs("welcome")).content,
    /^In <#\d+>:\n> Welcome to Meadow, <@\d+>!\nRole: <@&\d+>$/,
  );
  const ben = await guild.joins("ben");
  assert.equal((await guild.next()).content, `Welcome to Meadow, <@${ben.id}>!`);
  await ben.has(await guild.roleId("newcomer"));
  await ben.leaves();
  assert.equal((await guild.next()).content, "ben has left.");

  await guild.set({ greeting: "Hi {member}", goodbye: "" });
  await ben.returns();
  assert.equal((await guild.next()).content, `Hi <@${ben.id}>`);

  await owner.deletesChannel("general");
  const cleo = await guild.joins("cleo");
  await cleo.has(await guild.roleId("newcomer"));
});
