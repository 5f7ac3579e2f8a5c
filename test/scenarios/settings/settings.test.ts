import assert from "node:assert/strict";
import { ApiError } from "@flora/api-client";
import { Flora, type Guild } from "@flora/sdk/testing";

const script = (form: string) => ({
  "main.ts": `
const config = settings({ ${form} });
let heard = "nothing";
on("settingsUpdate", (ctx) => { heard = ctx.msg.changed.join() + " was " + JSON.stringify(ctx.msg.previous); });
createBot({ commands: [
  prefix({ name: "show", run: (ctx) => ctx.reply(JSON.stringify(config.value)) }),
  prefix({ name: "heard", run: (ctx) => ctx.reply(heard) }),
  prefix({ name: "log", run: () => rest.sendMessage({ channelId: config.value.log!, content: "logged" }) }),
] });
`,
});

const FORM = `
  log: { type: "channel", label: "Log" },
  most: { type: "number", label: "Most", min: 1, max: 100, default: 5 },
  mood: { type: "choice", label: "Mood", choices: ["good", "bad"] },
`;

async function ask({ guild }: { guild: Guild }, text: string): Promise<string> {
  await (await guild.member("ada")).says(text);
  return (await guild.next()).content;
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(() => undefined, (error) => error);
  assert.ok(error instanceof ApiError, "nothing was refused");
  assert.equal(error.status, 400);
  return error.message;
}

Deno.test("people set up a script in the running system, at once, checked, and over redeploys", async () => {
  await using flora = await Flora.start();
  const { client } = flora;
  const guild = await flora.guild({ script: script(FORM), name: "Here", roles: [{ name: "mods" }] });
  const other = await flora.guild({ script: script(FORM), name: "There" });
  assert.equal(await ask({ guild }, "!show"), `{"most":5}`);

  const random = await guild.channelId("random");
  const { settings } = await client.changeSettings(guild.id, { most: 7, mood: "bad", log: random });
  assert.deepEqual(settings.map(({ key, value }) => [key, value]), [
    ["log", random],
    ["most", 7],
    ["mood", "bad"],
  ]);
  assert.deepEqual(JSON.parse(await ask({ guild }, "!show")), { log: random, most: 7, mood: "bad" });
  assert.equal(await ask({ guild }, "!heard"), `log,most,mood was {"most":5}`);
  await (await guild.member("ada")).says("!log");
  await guild.shows("random", (messages) => messages.some(({ content }) => content === "logged"));
  assert.equal(await ask({ guild: other }, "!show"), `{"most":5}`);

  const there = await other.channelId("random");
  assert.match(await refusal(client.changeSettings(guild.id, { most: 8, log: there })), /no such channel/);
  assert.match(await refusal(client.changeSettings(guild.id, { most: 101 })), /must be at most 100/);
  assert.match(await refusal(client.changeSettings(guild.id, { token: "x" })), /no such setting/);
  assert.equal(JSON.parse(await ask({ guild }, "!show")).most, 7);

  await guild.deploy(script(`most: { type: "number", label: "Most", max: 6, default: 1 },
    mood: { type: "choice", label: "Mood", choices: ["bad", "worse"] }`));
  assert.equal(await ask({ guild }, "!show"), `{"most":1,"mood":"bad"}`);
  await guild.deploy(script(FORM));
  assert.deepEqual(JSON.parse(await ask({ guild }, "!show")), { log: random, most: 7, mood: "bad" });
  await client.changeSettings(guild.id, { mood: null });
  assert.deepEqual(JSON.parse(await ask({ guild }, "!show")), { log: random, most: 7 });
});
