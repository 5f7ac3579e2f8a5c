import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { audit } from "../../state/audit.ts";
import { removeMember } from "../../state/members.ts";
import { removeMessages } from "../../state/messages.ts";
import { outranks } from "../../state/permissions.ts";
import type { Ban, Guild } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { compareIds, snowflakeTime } from "../../snowflake.ts";
import { userWire } from "../../wire/user.ts";
import { refuse, refuseField } from "../errors.ts";
import { integer, list, model, snowflake } from "../form.ts";
import { botMember, demand, demandRank, guildOr404 } from "../lookup.ts";
import { route } from "../route.ts";

const WEEK_SECONDS = 604_800;
const DAY_SECONDS = 86_400;

const page = model({
  limit: integer(1, 1000).optional(),
  before: snowflake().optional(),
  after: snowflake().optional(),
});
const banBody = model({
  delete_message_seconds: integer(0, WEEK_SECONDS).nullish(),
  delete_message_days: integer(0, 7).nullish(),
});
const bulkBody = model({
  user_ids: list(snowflake(), 200, 1),
  delete_message_seconds: integer(0, WEEK_SECONDS).nullish(),
});
const pruneQuery = model({ days: integer(1, 30).optional() });

/** Bans of a guild. */
export const banRoutes = [
  route("GET", "/guilds/:guild_id/bans", { query: page }, ({ world, params, query }) => {
    const guild = guildOr404(world, params.guild_id);
    demand(world, guild, P.BanMembers);
    return [...guild.bans.values()].sort((a, b) => compareIds(a.userId, b.userId))
      .filter(({ userId }) => !query.after || compareIds(userId, query.after) > 0)
      .filter(({ userId }) => !query.before || compareIds(userId, query.before) < 0)
      .slice(0, query.limit ?? 1000).map((ban) => banWire(world, ban));
  }),
  route("GET", "/guilds/:guild_id/bans/:user_id", {}, ({ world, params }) => {
    const guild = guildOr404(world, params.guild_id);
    demand(world, guild, P.BanMembers);
    return banWire(world, guild.bans.get(params.user_id) ?? refuse("unknownBan"));
  }),
  route("PUT", "/guilds/:guild_id/bans/:user_id", { body: banBody }, ({ world, params, body, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    demand(world, guild, P.BanMembers);
    if (!world.users.has(params.user_id)) refuse("unknownUser");
    const member = guild.members.get(params.user_id);
    if (member) demandRank(world, guild, member);
    const seconds = body.delete_message_seconds ?? (body.delete_message_days ?? 0) * DAY_SECONDS;
    ban(world, guild, params.user_id, seconds, reason);
  }),
  route("DELETE", "/guilds/:guild_id/bans/:user_id", {}, ({ world, params, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    demand(world, guild, P.BanMembers);
    if (!guild.bans.delete(params.user_id)) refuse("unknownBan");
    const d = { guild_id: guild.id, user: userWire(world.user(params.user_id)) };
    world.bus.emit({ t: "GUILD_BAN_REMOVE", guildId: guild.id, needs: P.BanMembers | P.ViewAuditLog, d });
    audit(world, guild, { actionType: 23, targetId: params.user_id, reason });
  }),
  route("POST", "/guilds/:guild_id/bulk-ban", { body: bulkBody }, ({ world, params, body, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    demand(world, guild, P.BanMembers | P.ManageGuild);
    const bannable = (id: string) => {
      const member = guild.members.get(id);
      return world.users.has(id) && !guild.bans.has(id) &&
        (!member || outranks(guild, botMember(world, guild), member));
    };
    const banned_users = [...new Set(body.user_ids)].filter(bannable);
    const failed_users = body.user_ids.filter((id) => !banned_users.includes(id));
    if (!banned_users.length) refuseField(["user_ids"], "BULK_BAN_FAILED", "Failed to ban users");
    for (const id of banned_users) ban(world, guild, id, body.delete_message_seconds ?? 0, reason);
    return { banned_users, failed_users };
  }),
  route("GET", "/guilds/:guild_id/prune", { query: pruneQuery }, ({ world, params }) => {
    demand(world, guildOr404(world, params.guild_id), P.ManageGuild | P.KickMembers);
    return { pruned: 0 };
  }),
];

function banWire(world: World, { userId, reason }: Ban) {
  return { user: userWire(world.user(userId)), reason };
}

function ban(world: World, guild: Guild, userId: string, deleteSeconds: number, reason: string | null): void {
  guild.bans.set(userId, { userId, reason });
  const d = { guild_id: guild.id, user: userWire(world.user(userId)) };
  world.bus.emit({ t: "GUILD_BAN_ADD", guildId: guild.id, needs: P.BanMembers | P.ViewAuditLog, d });
  removeMember(world, guild, userId);
  audit(world, guild, { actionType: 22, targetId: userId, reason });
  if (deleteSeconds <= 0) return;
  const since = world.clock.now() - deleteSeconds * 1000;
  for (const id of [...guild.channelIds, ...guild.threadIds]) {
    const gone = world.messagesOf(id).filter((one) =>
      one.authorId === userId && snowflakeTime(one.id) >= since
    );
    const channel = world.channels.get(id);
    if (channel && gone.length) removeMessages(world, channel, gone, gone.length > 1);
  }
}
