import assert from "node:assert/strict";
import { Flora, type Guild } from "@flora/sdk/testing";

const MAIN = `
const points = kv.store("points");
const once = kv.store("once");
const commands = [
  prefix({ name: "guild", run: async (ctx) => {
    const info = await guild.info();
    const channels = await ctx.guild.channels();
    const roles = await guild.roles();
    const me = await guild.member(ctx.msg.author.id);
    await ctx.reply(JSON.stringify({
      name: info.name, members: info.memberCount, channels: channels.map(({ name }) => name),
      first: (await guild.channel(channels[0].id)).name, everyone: roles.at(-1).id === info.id,
      me: me.user.username, nobody: await guild.member("123456789012345678"), emojis: await guild.emojis(),
    }));
  } }),
  prefix({ name: "can", run: async (ctx) => {
    const [permission, channel] = ctx.args;
    const can = await guild.can(ctx.msg.member, permission, channel);
    const top = await guild.highestRole(ctx.msg.author.id);
    await ctx.reply(can + " " + top.name);
  } }),
  prefix({ name: "role", run: async (ctx) => {
    const list = await guild.members({ role: ctx.args[0] }).catch((error) => error.code);
    await ctx.reply(typeof list === "string" ? list : "with the role: " + list.map((one) => one.displayName));
  } }),
  prefix({ name: "daily", run: async (ctx) => {
    if (!(await once.cooldown("daily:" + ctx.msg.author.id, 3600))) return ctx.reply("not yet");
    await points.increment(ctx.msg.author.id, ctx.args.length + 1);
    const board = await points.top(3);
    await ctx.reply({ embeds: [embed().setTitle("Board").setDescription(
      "place " + await points.rank(ctx.msg.author.id) + " of " + await points.count() + ": " + board.map(({ value }) => value),
    )] });
  } }),
  prefix({ name: "wrong", run: async (ctx) => {
    try { new EmbedBuilder().addFields({ name: "", value: "x".repeat(2000) }); }
    catch (error) { await ctx.reply(error.code + " " + error.path + " " + error.message); }
  } }),
];
createBot({ commands });
`;

async function ask(guild: Guild, user: string, text: string) {
  await (await guild.member(user)).says(text);
  return await guild.next();
}

Deno.test("a script reads its guild, ranks its members and builds embeds in the running system", async () => {
  await using flora = await Flora.start();
  const seed = { members: ["ada", "ben"], roles: [{ name: "mods", permissions: "2" }] };
  const guild = await flora.guild({ script: { "main.ts": MAIN }, name: "Here", ...seed });
  const other = await flora.guild({ script: { "main.ts": MAIN }, name: "There", ...seed });

  assert.deepEqual(JSON.parse((await ask(guild, "ada", "!guild")).content), {
    name: "Here",
    members: 4,
    channels: ["general", "random", "Lounge"],
    first: "general",
    everyone: true,
    me: "ada",
    nobody: null,
    emojis: [],
  });
  assert.equal((await ask(guild, "ada", "!can KickMembers")).content, "false @everyone");
  assert.equal((await ask(guild, "owner", "!can KickMembers")).content, "true @everyone");
  const here = await guild.channelId("random"), there = await other.channelId("random");
  assert.equal((await ask(guild, "ada", `!can SendMessages ${here}`)).content, "true @everyone");
  await (await guild.member("ada")).says(`!can SendMessages ${there}`);
  await guild.logged(/SCOPE_FORBIDDEN|an id is not of this guild/);

  const mods = await guild.roleId("mods");
  assert.equal((await ask(guild, "ada", `!role ${mods}`)).content, "with the role:");
  assert.equal((await ask(guild, "ada", `!role ${await other.roleId("mods")}`)).content, "SCOPE_FORBIDDEN");

  assert.equal((await ask(guild, "ada", "!daily more")).embeds[0]!.description, "place 1 of 1: 2");
  assert.equal((await ask(guild, "ada", "!daily")).content, "not yet");
  assert.equal((await ask(guild, "ben", "!daily")).embeds[0]!.description, "place 2 of 2: 2,1");
  assert.equal((await ask(other, "ada", "!daily")).embeds[0]!.description, "place 1 of 1: 1");
  assert.match(
    (await ask(guild, "ada", "!wrong")).content,
    /^INVALID_ARGUMENT fields\.0\.value Cannot set fields/,
  );
});
