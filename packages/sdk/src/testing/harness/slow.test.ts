import assert from "node:assert/strict";
import { Flora } from "../mod.ts";

const SCRIPT = `
const run = async (ctx) => {
  await new Promise((resolve) => setTimeout(resolve, 3_100));
  await ctx.reply("waited");
};
createBot({ commands: [
  prefix({ name: "wait", run }),
  slash({ name: "wait", description: "Waits", run }),
  prefix({ name: "burn", run: async (ctx) => {
    for (let n = 0; n < 100; n++) { for (let i = 0; i < 2e7; i++); await kv.store("a").get("b"); }
    await ctx.reply("burned");
  } }),
] });
`;

Deno.test("Flora warns of a handler that would be ended live, and ends one that uses too much CPU time", async () => {
  const warned: string[] = [];
  const { warn } = console;
  console.warn = (text: string) => void warned.push(text);
  try {
    await using flora = await Flora.start();
    const guild = await flora.guild({ script: { "main.ts": SCRIPT }, members: ["ada"] });
    const ada = await guild.member("ada");
    await ada.says("!wait");
    assert.equal((await guild.next()).content, "waited");
    await guild.logged(/^Handler of messageCreate took \d{4,} ms: by default it is ended after 3000 ms$/);
    assert.equal((await ada.runs("wait")).content, "waited");
    await guild.logged(/^Handler of interactionCreate took/);
    await ada.says("!burn");
    await guild.logged(/too much CPU time, at most 250 ms/);
    assert.ok(!(await guild.messages()).some(({ content }) => content === "burned"));
  } finally {
    console.warn = warn;
  }
  assert.deepEqual(warned.map((text) => text.replace(/\d+ ms:/, "N ms:")).sort(), [
    "Handler of interactionCreate took N ms: by default it is ended after 3000 ms",
    "Handler of messageCreate took N ms: by default it is ended after 3000 ms",
  ]);
});
