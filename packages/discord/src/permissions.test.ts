import assert from "node:assert/strict";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { CachedChannel, CachedGuild } from "./guild-cache.ts";
import { ALL_PERMISSIONS, type Overwrite } from "./guild-reads/member-permissions.ts";
import { type Bot, channelPermissions, guildPermissions, outranksRole } from "./permissions.ts";

const guildId = "100000000000000001";
const botId = "900000000000000009";
const ownerId = "400000000000000004";
const roleIds = ["500000000000000001", "500000000000000002", "500000000000000003"];
const channelId = "300000000000000001";
const now = 1_800_000_000_000;

interface World {
  everyone: bigint;
  held?: string[];
  owns?: boolean;
  overwrites?: Overwrite[];
}

function botOf(
  { everyone, held = [], owns = false, overwrites = [] }: World,
): { bot: Bot; channel: CachedChannel } {
  const channel = { type: 0, parentId: null, permissionOverwrites: overwrites, thread: null };
  const role = (id: string, permissions: bigint, position: number) =>
    [id, { id, permissions: String(permissions), position }] as const;
  const guild: CachedGuild = {
    id: guildId,
    ownerId: owns ? botId : ownerId,
    roles: new Map([role(guildId, everyone, 0), ...roleIds.map((id, index) => role(id, 0n, index + 1))]),
    channels: new Map([[channelId, channel]]),
    botRoles: held,
    botTimedOutUntil: 0,
  };
  return { bot: { userId: botId, guild }, channel };
}

Deno.test("channelPermissions() leaves a timed-out bot nothing but reading, and an administrator everything", () => {
  const { bot, channel } = botOf({
    everyone: P.ViewChannel | P.SendMessages | P.ReadMessageHistory,
  });
  const timedOut = { ...bot, guild: { ...bot.guild, botTimedOutUntil: now + 1 } };
  assert.equal(channelPermissions(timedOut, channel, now), P.ViewChannel | P.ReadMessageHistory);
  assert.equal(
    channelPermissions(timedOut, channel, now + 2),
    P.ViewChannel | P.SendMessages | P.ReadMessageHistory,
  );
  const { bot: administrator } = botOf({ everyone: P.Administrator });
  assert.equal(channelPermissions(administrator, channel, now), ALL_PERMISSIONS);
});

Deno.test("channelPermissions() asks a thread's channel, and says nothing of what it does not know", () => {
  const { bot } = botOf({
    everyone: P.ViewChannel,
    overwrites: [{ id: botId, allow: String(P.ManageMessages), deny: "0" }],
  });
  const thread = { type: 11, parentId: channelId, permissionOverwrites: [], thread: {} };
  assert.equal(channelPermissions(bot, thread, now), P.ViewChannel | P.ManageMessages);
  assert.equal(channelPermissions(bot, { ...thread, parentId: "300000000000000002" }, now), undefined);
  const stranger = { ...bot, guild: { ...bot.guild, botRoles: undefined } };
  assert.equal(guildPermissions(stranger, now), undefined);
});

Deno.test("outranksRole() goes by position, and by age at one position", () => {
  const { bot } = botOf({ everyone: P.ViewChannel, held: [roleIds[1]!] });
  assert.deepEqual(roleIds.map((id) => outranksRole(bot, id)), [true, false, false]);
  const level = new Map(
    [...bot.guild.roles].map(([id, role]) => [id, { ...role, position: id === guildId ? 0 : 1 }]),
  );
  const crowded = { ...bot, guild: { ...bot.guild, roles: level } };
  assert.deepEqual(roleIds.map((id) => outranksRole(crowded, id)), [false, false, true]);
  assert.equal(outranksRole(bot, "500000000000000009"), undefined);
  assert.equal(outranksRole(botOf({ everyone: P.ViewChannel, owns: true }).bot, roleIds[2]!), true);
});
