import assert from "node:assert/strict";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { openLoopback, OWN_GUILD, refusalOf } from "../testing/loopback.ts";

const CHANNEL = "300000000000000001";
const USER = "400000000000000001";
const ROLE = "500000000000000001";

const role = {
  id: ROLE,
  name: "Mods",
  color: 1,
  position: 3,
  permissions: "8",
  hoist: true,
  mentionable: false,
  managed: false,
  icon: null,
  unicodeEmoji: null,
};
const ok = (body: unknown) => ({ ok: true as const, status: 200, body });

Deno.test("guild ops read the calling guild alone, whatever a guest names", async () => {
  await using loop = await openLoopback();
  const { guild } = loop.guest;
  loop.guildReads.answers = [ok([role]), ok(null), ok(null), ok([]), ok(role)];
  assert.deepEqual(await guild.roles({ guildId: "200000000000000002" } as never), { roles: [role] });
  assert.deepEqual(await guild.channel({ channelId: CHANNEL }), { channel: null });
  assert.deepEqual(await guild.member({ userId: USER }), { member: null });
  assert.deepEqual(await guild.members({ roleId: ROLE }), { members: [] });
  assert.deepEqual(await guild.highestRole({ userId: USER, roles: [ROLE] }), { role });
  assert.deepEqual(loop.guildReads.requests, [
    { guildId: OWN_GUILD, read: "roles" },
    { guildId: OWN_GUILD, read: "channel", channelId: CHANNEL },
    { guildId: OWN_GUILD, read: "member", userId: USER },
    { guildId: OWN_GUILD, read: "members", roleId: ROLE },
    { guildId: OWN_GUILD, read: "highestRole", userId: USER, roles: [ROLE] },
  ]);
});

Deno.test("guild can asks for all permissions it is given, and an administrator has them", async () => {
  await using loop = await openLoopback();
  const { guild } = loop.guest;
  const held = P.KickMembers | P.BanMembers;
  loop.guildReads.answers = [ok(String(held)), ok(String(held)), ok(String(P.Administrator))];
  const can = (permissions: ("KickMembers" | "BanMembers" | "ManageGuild")[]) =>
    guild.can({ userId: USER, permissions, channelId: CHANNEL });
  assert.deepEqual(await can(["KickMembers", "BanMembers"]), { can: true });
  assert.deepEqual(await can(["KickMembers", "ManageGuild"]), { can: false });
  assert.deepEqual(await can(["ManageGuild"]), { can: true });
  assert.deepEqual(loop.guildReads.requests[0], {
    guildId: OWN_GUILD,
    read: "permissions",
    userId: USER,
    channelId: CHANNEL,
  });
});

Deno.test("guild ops refuse what is no id and no permission, naming the path", async () => {
  await using loop = await openLoopback();
  const { guild } = loop.guest;
  const refused = [
    [guild.channel({ channelId: "1/../2" }), "channelId"],
    [guild.member({ userId: "me" }), "userId"],
    [guild.members({ roleId: "" }), "roleId"],
    [guild.can({ userId: USER, permissions: ["Everything" as never] }), "permissions.0"],
    [guild.can({ userId: USER, permissions: [] }), "permissions"],
    [guild.highestRole({ userId: USER, roles: [ROLE, "x"] }), "roles.1"],
  ] as const;
  for (const [call, path] of refused) {
    const error = await refusalOf(call);
    assert.deepEqual([error.code, error.path], ["INVALID_ARGUMENT", path]);
  }
  assert.deepEqual(loop.guildReads.requests, []);
});

Deno.test("guild ops tell a scope refusal without saying why, and Discord's with its code", async () => {
  await using loop = await openLoopback();
  const { guild } = loop.guest;
  const scope = await refusalOf(
    guild.can({ userId: USER, permissions: ["KickMembers"], channelId: CHANNEL }),
  );
  assert.deepEqual([scope.code, scope.message], [
    "SCOPE_FORBIDDEN",
    "Cannot use guild.can: an id is not of this guild",
  ]);
  loop.guildReads.answers = [{
    ok: false,
    kind: "discord",
    message: "Missing Access",
    status: 403,
    discordCode: 50001,
  }];
  const refused = await refusalOf(guild.members({}));
  assert.deepEqual([refused.code, refused.status, refused.discordCode], ["DISCORD_ERROR", 403, 50001]);
});

Deno.test("guild ops that list much count as many calls", async () => {
  await using loop = await openLoopback({ limits: { opsPerSecond: 10 } });
  loop.guildReads.answers = [ok(Array(500).fill(role)), ok([])];
  await loop.guest.guild.roles({});
  const refused = await refusalOf(loop.guest.guild.roles({}));
  assert.equal(refused.code, "LIMIT_EXCEEDED");
});
