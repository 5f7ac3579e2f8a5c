import { GatewayIntentBits as I, PermissionFlagsBits as P } from "discord-api-types/v10";
import { audit, changesBetween } from "../../state/audit.ts";
import { memberChanged, removeMember } from "../../state/members.ts";
import { joinVoice, leaveVoice } from "../../state/voice.ts";
import { basePermissions } from "../../state/permissions.ts";
import type { Guild, Member } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { bareMemberWire, memberWire } from "../../wire/user.ts";
import { compareIds } from "../../snowflake.ts";
import { refuse, refuseField } from "../errors.ts";
import { flag, integer, list, model, snowflake, text, timestamp } from "../form.ts";
import { botMember, demand, demandRank, guildOr404, memberOr404, roleOr404 } from "../lookup.ts";
import { route } from "../route.ts";
import { bitField } from "../schemas/component.ts";
import { demandAbove } from "./roles.ts";

const MAX_TIMEOUT_MS = 28 * 86_400_000;

const page = model({ limit: integer(1, 1000).optional(), after: snowflake().optional() });
const search = model({ query: text(100, 1), limit: integer(1, 1000).optional() });
const patch = model({
  nick: text(32).nullish(),
  roles: list(snowflake(), 350).nullish(),
  mute: flag().nullish(),
  deaf: flag().nullish(),
  channel_id: snowflake().nullish(),
  communication_disabled_until: timestamp().nullish(),
  flags: bitField().nullish(),
});

/** Members of a guild. */
export const memberRoutes = [
  route("GET", "/guilds/:guild_id/members", { query: page }, ({ world, params, query }) => {
    const guild = guildOr404(world, params.guild_id);
    if (!(world.privilegedIntents & I.GuildMembers)) refuse("missingAccess");
    return [...guild.members.values()].sort((a, b) => compareIds(a.userId, b.userId))
      .filter(({ userId }) => !query.after || compareIds(userId, query.after) > 0)
      .slice(0, query.limit ?? 1).map((member) => memberWire(world, member));
  }),
  route("GET", "/guilds/:guild_id/members/search", { query: search }, ({ world, params, query }) => {
    const guild = guildOr404(world, params.guild_id);
    const start = query.query.toLowerCase();
    return [...guild.members.values()]
      .filter(({ userId, nick }) => {
        const { username, globalName } = world.user(userId);
        return [nick, username, globalName].some((name) => name?.toLowerCase().startsWith(start));
      })
      .slice(0, query.limit ?? 1).map((member) => memberWire(world, member));
  }),
  route("GET", "/guilds/:guild_id/members/:user_id", {}, ({ world, params }) => {
    const guild = guildOr404(world, params.guild_id);
    return memberWire(world, memberOr404(world, guild, params.user_id));
  }),
  route(
    "PATCH",
    "/guilds/:guild_id/members/@me",
    { body: model({ nick: text(32).nullish() }) },
    ({ world, params, body, reason }) => {
      const guild = guildOr404(world, params.guild_id);
      const member = botMember(world, guild);
      if (body.nick !== undefined) {
        demand(world, guild, P.ChangeNickname);
        const before = bareMemberWire(member);
        member.nick = body.nick || null;
        changed(world, guild, member, before, reason);
      }
      return memberWire(world, member);
    },
  ),
  route("PATCH", "/guilds/:guild_id/members/:user_id", { body: patch }, ({ world, params, body, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    const member = memberOr404(world, guild, params.user_id);
    const before = bareMemberWire(member);
    if (body.nick !== undefined) {
      demand(world, guild, P.ManageNicknames);
      if (member.userId !== world.botId) demandRank(world, guild, member);
    }
    if (body.roles) checkRoles(world, guild, member, body.roles);
    if (body.mute !== undefined) demand(world, guild, P.MuteMembers);
    if (body.deaf !== undefined) demand(world, guild, P.DeafenMembers);
    if (body.communication_disabled_until !== undefined) {
      checkTimeOut(world, guild, member, body.communication_disabled_until ?? null);
    }
    if (body.channel_id !== undefined) move(world, guild, member, body.channel_id);
    if (body.nick !== undefined) member.nick = body.nick || null;
    if (body.roles) member.roles = [...new Set(body.roles)];
    if (typeof body.mute === "boolean") member.mute = body.mute;
    if (typeof body.deaf === "boolean") member.deaf = body.deaf;
    if (typeof body.flags === "number") member.flags = body.flags;
    if (body.communication_disabled_until !== undefined) {
      const until = body.communication_disabled_until;
      member.timedOutUntil = until ? world.clock.iso(Date.parse(until)) : null;
    }
    changed(world, guild, member, before, reason);
    return memberWire(world, member);
  }),
  route("DELETE", "/guilds/:guild_id/members/:user_id", {}, ({ world, params, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    const member = memberOr404(world, guild, params.user_id);
    demand(world, guild, P.KickMembers);
    demandRank(world, guild, member);
    removeMember(world, guild, member.userId);
    audit(world, guild, { actionType: 20, targetId: member.userId, reason });
  }),
];

/** Moves a member to another voice channel, or out of voice. */
function move(world: World, guild: Guild, member: Member, channelId: string | null): void {
  demand(world, guild, P.MoveMembers);
  if (!guild.voiceStates.has(member.userId)) {
    refuseField(["channel_id"], "TARGET_USER_NOT_IN_VOICE", "Target user is not connected to voice.");
  }
  if (channelId === null) return leaveVoice(world, guild, member.userId);
  const channel = world.channels.get(channelId);
  if (channel?.guildId !== guild.id) refuse("unknownChannel");
  if (channel.type !== 2 && channel.type !== 13) refuse("wrongChannelType");
  joinVoice(world, guild, channel, member.userId);
}

function checkRoles(world: World, guild: Guild, member: Member, roles: string[]): void {
  demand(world, guild, P.ManageRoles);
  const moved = [...roles, ...member.roles].filter((id) => roles.includes(id) !== member.roles.includes(id));
  for (const id of new Set(moved)) {
    const role = roleOr404(guild, id);
    if (role.managed || role.id === guild.id) refuse("invalidRole");
    demandAbove(world, guild, role);
  }
}

function checkTimeOut(world: World, guild: Guild, member: Member, until: string | null): void {
  demand(world, guild, P.ModerateMembers);
  demandRank(world, guild, member);
  if (until === null) return;
  if (basePermissions(guild, member) & P.Administrator) refuse("missingPermissions");
  if (Date.parse(until) - world.clock.now() > MAX_TIMEOUT_MS) {
    refuseField(
      ["communication_disabled_until"],
      "INVALID_COMMUNICATION_DISABLED_TIMESTAMP",
      "Communication disabled timestamp must be less than 28 days in the future",
    );
  }
}

function changed(
  world: World,
  guild: Guild,
  member: Member,
  before: ReturnType<typeof bareMemberWire>,
  reason: string | null,
): void {
  memberChanged(world, guild, member);
  const changes = changesBetween(before, bareMemberWire(member));
  if (changes.length) audit(world, guild, { actionType: 24, targetId: member.userId, reason, changes });
}
