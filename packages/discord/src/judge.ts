/** @module Refuses what Discord would refuse, as far as the cache knows, so that nothing of it is sent or counted against the bot. */
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { GuildId } from "@flora/model";
import type { DiscordRequest } from "./contract.ts";
import type { CachedChannel, GuildCache } from "./guild-cache.ts";
import { type Bot, channelPermissions, guildPermissions, outranksRole } from "./permissions.ts";
import type { Need, Route } from "./routes.ts";
import type { Refusal } from "./scope.ts";

const MISSING_ACCESS = 50001;
const MISSING_PERMISSIONS = 50013;

/** Discord's refusal of a request that is in scope; undefined where Discord may take it. */
export function judgeRequest(
  request: DiscordRequest,
  route: Route,
  cache: GuildCache,
  now: number,
): Refusal | undefined {
  const guildId = request.guildId as GuildId;
  const guild = cache.guild(guildId);
  if (!guild || route.token) return undefined;
  const bot: Bot = { userId: cache.botUserId, guild };
  const channelId = request.params.channelId ?? request.params.threadId;
  const channel = channelId === undefined ? undefined : guild.channels.get(channelId);
  const held = channelId === undefined
    ? guildPermissions(bot, now)
    : channel && channelPermissions(bot, channel, now);
  if (held === undefined) return undefined;
  if (channel && !(held & P.ViewChannel)) {
    return refuse(MISSING_ACCESS, "Missing Access: the bot cannot see the channel");
  }
  const missing = needed(route, request.body, channel).filter((need) => !holds(held, need));
  if (missing.length > 0) {
    const names = missing.map((need) => typeof need === "string" ? need : need.join(" or "));
    const where = channel ? " in the channel" : "";
    return refuse(MISSING_PERMISSIONS, `Missing Permissions: the bot needs ${names.join(", ")}${where}`);
  }
  return judgeRank(request, route, bot) ?? (route.grants && judgeGrant(request, bot, held));
}

function needed(route: Route, body: unknown, channel: CachedChannel | undefined): Need[] {
  const needs = channel?.thread ? route.threadNeeds ?? route.needs : route.needs;
  const keyed = Object.entries(route.bodyNeeds ?? {})
    .filter(([key]) => (body as Record<string, unknown> | undefined)?.[key] !== undefined)
    .map(([, need]) => need);
  return [...needs ?? [], ...keyed];
}

function holds(bits: bigint, need: Need): boolean {
  return typeof need === "string" ? (bits & P[need]) !== 0n : need.some((one) => holds(bits, one));
}

function judgeRank({ params }: DiscordRequest, route: Route, bot: Bot): Refusal | undefined {
  if (route.outranks === "roleId" && outranksRole(bot, params.roleId!) === false) {
    return refuse(MISSING_PERMISSIONS, "Missing Permissions: the role is not below the bot's highest role");
  }
  if (route.outranks === "userId" && params.userId === bot.guild.ownerId) {
    return refuse(MISSING_PERMISSIONS, "Missing Permissions: the owner of the guild stands above everybody");
  }
  return undefined;
}

/** What a role has already may stay. */
function judgeGrant({ params, body }: DiscordRequest, bot: Bot, held: bigint): Refusal | undefined {
  const { permissions } = (body ?? {}) as { permissions?: unknown };
  if (typeof permissions !== "string" || !/^\d{1,20}$/.test(permissions)) return undefined;
  const before = BigInt(bot.guild.roles.get(params.roleId ?? "")?.permissions ?? 0);
  if ((BigInt(permissions) & ~before & ~held) === 0n) return undefined;
  return refuse(MISSING_PERMISSIONS, "Missing Permissions: the bot cannot give a role what it does not hold");
}

function refuse(discordCode: number, message: string): Refusal {
  return { ok: false, kind: "discord", status: 403, discordCode, message };
}
