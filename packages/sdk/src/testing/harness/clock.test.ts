import assert from "node:assert/strict";
import { Flora } from "../mod.ts";

const SCRIPT = `
const log = (text) => console.log(text);
on("schedule", async ({ msg }) => {
  log("schedule " + msg.name + " at " + new Date().toISOString().slice(0, 16));
  if (msg.name === "again" && msg.payload < 3) await after("1h", msg.payload + 1, "again");
});
cron("hourly", "0 * * * *", async ({ scheduledAt }) => {
  const seen = [Date.now(), new Date().getTime(), Date.parse(Date()), Temporal.Now.instant().epochMilliseconds];
  const near = seen.every((ms) => Math.abs(ms - Date.parse(scheduledAt)) < 10_000);
  log("cron #" + await kv.store("n").increment("cron") + " " + near + " " + (new Date(0) instanceof Date));
});
createBot({ commands: [
  prefix({ name: "again", run: async (ctx) => { await after("30m", 1, "again"); await ctx.reply("set"); } }),
  prefix({ name: "pause", run: async (ctx) => {
    await ctx.reply(String(await kv.store("p").cooldown(ctx.msg.author.id, 3600)));
  } }),
] });
`;

Deno.test("TestClock.advance() lets what falls due run at its time, one after the other", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({ script: { "main.ts": SCRIPT }, members: ["ada"] });
  const ada = await guild.member("ada");
  await ada.says("!again");
  assert.equal((await guild.next()).content, "set");
  for (const expected of ["true", "false"]) {
    await ada.says("!pause");
    assert.equal((await guild.next()).content, expected);
  }
  const began = flora.clock.now();
  await flora.clock.advance("5h 1m");
  assert.ok(Math.abs(flora.clock.now() - began - 5 * 3_600_000 - 60_000) < 30_000);
  await guild.logged(/cron #5/);
  const { lines } = await flora.client.logs(guild.id);
  const said = lines.map(({ message }) => message);
  const crons = said.filter((line) => line.startsWith("cron"));
  assert.ok(crons.length >= 5, said.join("\n"));
  assert.deepEqual(crons, crons.map((_, index) => `cron #${index + 1} true true`));
  const times = said.filter((line) => line.startsWith("schedule again")).map((line) =>
    Date.parse(`${line.slice(18)}Z`)
  );
  assert.equal(times.length, 3);
  assert.deepEqual(times.slice(1).map((at, index) => Math.round((at - times[index]!) / 3_600_000)), [1, 1]);
  await ada.says("!pause");
  assert.equal((await guild.next()).content, "true", "what expires has expired");
});

Deno.test("TestClock.skip() waits for handlers to end that schedule their own name anew", async () => {
  await using flora = await Flora.start();
  const script = `
on("schedule", async ({ msg }) => {
  await after("1d", null, msg.name);
  await new Promise((resolve) => setTimeout(resolve, 500));
  await kv.store("n").increment("ended");
});
createBot({ commands: [
  prefix({ name: "start", run: async (ctx) => { await after("1h", null, "daily"); await ctx.reply("set"); } }),
  prefix({ name: "ended", run: async (ctx) => ctx.reply(await kv.store("n").get("ended") ?? "none") }),
] });`;
  const guild = await flora.guild({ script: { "main.ts": script }, members: ["ada"] });
  const ada = await guild.member("ada");
  await ada.says("!start");
  await guild.next();
  await flora.clock.skip("2h");
  await ada.says("!ended");
  assert.equal((await guild.next()).content, "1");
});
