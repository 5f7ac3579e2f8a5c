import assert from "node:assert/strict";
import type { GuildReadRequest } from "@flora/discord/guild-reads/contract";
import { interaction, message } from "../testing/guest.ts";
import { serveGuest } from "../testing/served-guest.ts";

const USER = "400000000000000001";
const ROLE = "500000000000000001";
const CHANNEL = "300000000000000001";
const GUILD = "100000000000000001";

/** Runs a handler; what it logged and what was read for it. */
async function run(body: string, answers: unknown[], msg: object = {}) {
  await using served = await serveGuest(`on("messageCreate", async (ctx) => { ${body} });`);
  served.loop.guildReads.answers = answers.map((body) => ({ ok: true, status: 200, body }));
  const lines = await served.say("hi", msg);
  const reads = served.loop.guildReads.requests.map(({ guildId, ...read }: GuildReadRequest) => {
    assert.equal(guildId, GUILD);
    return read;
  });
  return { lines, reads };
}

Deno.test("guild reads channels, roles, emojis and members", async () => {
  const { lines, reads } = await run(
    `console.log((await guild.channels()).length, (await guild.roles()).length, (await guild.emojis()).length);
     console.log(await guild.channel("${CHANNEL}"), await ctx.guild.member("${USER}"), ctx.guild === guild);
     console.log((await guild.members()).length, (await guild.members({ role: "${ROLE}" })).length);`,
    [[], [], [], null, null, [], []],
  );
  assert.deepEqual(lines, ["0 0 0", "null null true", "0 0"]);
  assert.deepEqual(reads, [
    { read: "channels" },
    { read: "roles" },
    { read: "emojis" },
    { read: "channel", channelId: CHANNEL },
    { read: "member", userId: USER },
    { read: "members" },
    { read: "members", roleId: ROLE },
  ]);
});

Deno.test("guild.can() takes an id, a member found, and the member of an event", async () => {
  const { lines, reads } = await run(
    `console.log(await guild.can("${USER}", "KickMembers"));
     console.log(await guild.can({ id: "${USER}", roles: ["${ROLE}"] }, ["KickMembers", "BanMembers"], { id: "${CHANNEL}" }));
     console.log(await guild.can(ctx.msg.member, "KickMembers", "${CHANNEL}"));
     for (const member of [undefined, null, {}]) await guild.can(member, "KickMembers").catch((error) => console.log(error.code, error.path));
     await guild.can("${USER}", "Fly").catch((error) => console.log(error.code, error.path));`,
    ["2", "2", "8"],
    { member: { user: { id: USER }, roles: [] } },
  );
  assert.deepEqual(lines, [
    "true",
    "false",
    "true",
    ...Array(3).fill("INVALID_ARGUMENT member"),
    "INVALID_ARGUMENT permissions.0",
  ]);
  assert.deepEqual(reads, [
    { read: "permissions", userId: USER },
    { read: "permissions", userId: USER, roles: [ROLE], channelId: CHANNEL },
    { read: "permissions", userId: USER, roles: [], channelId: CHANNEL },
  ]);
});

Deno.test("ctx.guild is there for every kind of event", async () => {
  await using served = await serveGuest(`
    const note = (ctx) => console.log(ctx.guild === guild);
    on("componentInteraction", note); on("modalSubmit", note); on("guildMemberAdd", note);
    cron("tick", "* * * * *", note);
    createBot({ commands: [prefix({ name: "p", run: note }), slash({ name: "s", description: "s", run: note })] });
  `);
  const { guest } = served;
  guest.dispatch("messageCreate", message("!p"));
  guest.dispatch("interactionCreate", interaction(2, { name: "s" }));
  guest.dispatch("componentInteraction", interaction(3, { custom_id: "c", component_type: 2 }));
  guest.dispatch("modalSubmit", interaction(5, { custom_id: "m", components: [] }));
  guest.dispatch("guildMemberAdd", { user: { id: USER } });
  guest.dispatch("cron", { name: "tick", scheduledAt: "2026-01-01T00:00:00.000Z" });
  assert.deepEqual(guest.logged.map(({ message }) => message), Array(6).fill("true"));
});
