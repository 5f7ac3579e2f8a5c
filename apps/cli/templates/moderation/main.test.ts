import assert from "node:assert/strict";
import { Flora, type Guild } from "@flora/sdk/testing";

const script = new URL("./main.ts", import.meta.url);
/** Kick Members, Ban Members, Time Out Members */
const MODERATOR = String(2n | 4n | 1n << 40n);

async function start(flora: Flora): Promise<Guild> {
  return await flora.guild({
    script,
    roles: [{ name: "regular" }, { name: "moderator", permissions: MODERATOR }],
    members: [
      { username: "mod", roles: ["moderator"] },
      { username: "peer", roles: ["moderator"] },
      { username: "ben", roles: ["regular"] },
    ],
    channels: [{ name: "general" }, { name: "log" }],
    settings: { log: "log", limit: 2, pause: 30 },
  });
}

Deno.test("moderation bans for some days and lets back in when they are over", async () => {
  await using flora = await Flora.start();
  const guild = await start(flora);
  const [mod, ben] = [await guild.member("mod"), await guild.member("ben")];
  const answer = await mod.runs("ban", { member: ben.id, days: 3, reason: "spam" });
  assert.deepEqual([answer.content, answer.ephemeral], [`Temporary ban: <@${ben.id}> (3 days)`, true]);
  await ben.isBanned();
  const { bans } = await guild.view();
  assert.match(bans[0]!.reason!, /spam \(by mod\)$/);
  const entry = (await guild.next("log")).embeds[0]!;
  assert.deepEqual(
    [entry.title, entry.description],
    ["Temporary ban", `<@${ben.id}> by <@${mod.id}>: spam (3 days)`],
  );
  await flora.clock.advance("2d 23h");
  await ben.isBanned();
  await flora.clock.advance("1h");
  await ben.isBanned(false);
  assert.equal(
    (await guild.next("log")).embeds[0]!.description,
    `<@${ben.id}>: the days of the ban are over`,
  );

  await mod.runs("ban", { member: ben.id, days: 1 });
  await mod.runs("unban", { member: ben.id });
  await ben.isBanned(false);
  await guild.next("log");
  assert.equal((await guild.next("log")).embeds[0]!.title, "End of ban");
  await mod.runs("ban", { member: ben.id });
  await flora.clock.advance("2d");
  await ben.isBanned();
});

Deno.test("moderation counts warnings, and times out who has too many", async () => {
  await using flora = await Flora.start();
  const guild = await start(flora);
  const [mod, ben] = [await guild.member("mod"), await guild.member("ben")];
  const warn = (reason: string) => mod.runs("warn", { member: ben.id, reason });
  const first = await warn("rude");
  assert.equal(first.content, `⚠️ <@${ben.id}>, you have been warned: rude (1 warning)`);
  assert.equal((await warn("ruder")).content, `Time-out: <@${ben.id}> (2 warnings, 30 minutes)`);
  await guild.eventually("the time-out", async () => await timeOutOf(guild, ben.id) !== null);
  assert.equal((await guild.next("log")).embeds[0]!.title, "Warning");
  assert.match((await guild.next("log")).embeds[0]!.description!, /ruder \(2 warnings, 30 minutes\)$/);
  const { content } = await mod.runs("warnings", { member: ben.id });
  assert.match(content, /^<t:\d+:d> by <@\d+>: rude\n<t:\d+:d> by <@\d+>: ruder$/);
  await mod.runs("warnings", { member: ben.id, clear: true });
  assert.match((await mod.runs("warnings", { member: ben.id })).content, /has no warnings/);
  await mod.runs("timeout", { member: ben.id, minutes: 0 });
  assert.equal(await timeOutOf(guild, ben.id), null);
});

Deno.test("moderation spares oneself, the owner, and who stands as high", async () => {
  await using flora = await Flora.start();
  const guild = await start(flora);
  const [owner, mod, peer] = [
    await guild.member("owner"),
    await guild.member("mod"),
    await guild.member("peer"),
  ];
  const kick = async (by: typeof mod, member: string) => (await by.runs("kick", { member })).content;
  assert.equal(await kick(mod, mod.id), "That is yourself.");
  assert.equal(await kick(mod, owner.id), "That is the owner of this server.");
  assert.equal(await kick(mod, peer.id), "They do not stand below you in the order of roles.");
  assert.match(await kick(owner, guild.botId), /^Discord did not let me do that\. My role must/);
  const ben = await guild.member("ben");
  await ben.leaves();
  assert.match(await kick(owner, ben.id), /They are not on this server/);
  assert.equal(await kick(owner, peer.id), `Kick: <@${peer.id}>`);
  await assert.rejects(guild.member("peer"), /Cannot find member/);
});

async function timeOutOf(guild: Guild, userId: string): Promise<string | null> {
  const { members } = await guild.view();
  return members.find(({ user }) => user.id === userId)?.communication_disabled_until ?? null;
}
