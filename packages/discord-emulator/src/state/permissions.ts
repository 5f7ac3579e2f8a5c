import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { compareIds } from "../snowflake.ts";
import type { Channel, Guild, Member, Role } from "./types.ts";
import type { World } from "./world.ts";

/** Every permission bit there is. */
export const ALL_PERMISSIONS: bigint = Object.values(P).reduce((sum, bit) => sum | bit, 0n);

const TIMED_OUT = P.ViewChannel | P.ReadMessageHistory;

/** A member's roles, the @everyone role included. */
function rolesOf(guild: Guild, member: Member): Role[] {
  return [guild.id, ...member.roles].map((id) => guild.roles.get(id)).filter((role) => role !== undefined);
}

/** Permissions in the whole guild: owner and administrators hold all. */
export function basePermissions(guild: Guild, member: Member): bigint {
  if (guild.ownerId === member.userId) return ALL_PERMISSIONS;
  const sum = rolesOf(guild, member).reduce((bits, role) => bits | role.permissions, 0n);
  return sum & P.Administrator ? ALL_PERMISSIONS : sum;
}

/** Permissions after a channel's overwrites, before the implicit denials. */
export function overwrittenPermissions(guild: Guild, member: Member, channel: Channel): bigint {
  const base = basePermissions(guild, member);
  if (base & P.Administrator) return ALL_PERMISSIONS;
  const everyone = channel.overwrites.get(guild.id);
  let bits = everyone ? (base & ~everyone.deny) | everyone.allow : base;
  let allow = 0n, deny = 0n;
  for (const roleId of member.roles) {
    const overwrite = channel.overwrites.get(roleId);
    if (overwrite?.type !== 0) continue;
    allow |= overwrite.allow;
    deny |= overwrite.deny;
  }
  bits = (bits & ~deny) | allow;
  const own = channel.overwrites.get(member.userId);
  return own ? (bits & ~own.deny) | own.allow : bits;
}

/** What a member may really do: threads ask their parent, time-outs and missing basics take the rest away. */
export function permissionsIn(world: World, guild: Guild, member: Member, channel: Channel | null): bigint {
  const holder = channel?.thread && channel.parentId
    ? world.channels.get(channel.parentId) ?? channel
    : channel;
  let bits = holder ? overwrittenPermissions(guild, member, holder) : basePermissions(guild, member);
  if (bits & P.Administrator) return bits;
  if (isTimedOut(world, member)) bits &= TIMED_OUT;
  if (!holder) return bits;
  if (!(bits & P.ViewChannel)) return 0n;
  if ((holder.type === 2 || holder.type === 13) && !(bits & P.Connect)) return bits & P.ViewChannel;
  const send = channel?.thread ? P.SendMessagesInThreads : P.SendMessages;
  if (!(bits & send)) bits &= ~(P.MentionEveryone | P.SendTTSMessages | P.AttachFiles | P.EmbedLinks);
  return bits;
}

/** Whether a member is in a time-out at this moment. */
function isTimedOut(world: World, member: Member): boolean {
  return member.timedOutUntil !== null && Date.parse(member.timedOutUntil) > world.clock.now();
}

/** Whether `user` can see the channel; both ends of a direct message channel can. */
export function canView(world: World, userId: string, channel: Channel): boolean {
  const guild = world.guildOf(channel);
  if (!guild) return channel.recipientId === userId || userId === world.botId;
  const member = guild.members.get(userId);
  if (!member) return false;
  const bits = permissionsIn(world, guild, member, channel);
  if (!(bits & P.ViewChannel)) return false;
  if (channel.type !== 12 || bits & P.ManageThreads) return true;
  return channel.thread?.members.has(userId) ?? false;
}

/** Compares two roles by power: position first, the older id wins a tie. */
function compareRoles(left: Role, right: Role): number {
  return left.position - right.position || compareIds(right.id, left.id);
}

/** The most powerful role of a member. */
function highestRole(guild: Guild, member: Member): Role {
  return rolesOf(guild, member).reduce((top, role) => compareRoles(role, top) > 0 ? role : top);
}

/** Whether `actor` stands above `target`, so that it may kick, ban or edit it. */
export function outranks(guild: Guild, actor: Member, target: Member): boolean {
  if (target.userId === guild.ownerId) return false;
  if (actor.userId === guild.ownerId) return true;
  return compareRoles(highestRole(guild, actor), highestRole(guild, target)) > 0;
}

/** Whether `actor` stands above a role, so that it may edit or hand it out. */
export function outranksRole(guild: Guild, actor: Member, role: Role): boolean {
  return actor.userId === guild.ownerId || compareRoles(highestRole(guild, actor), role) > 0;
}
