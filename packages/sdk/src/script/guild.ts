import { ops } from "../runtime/wall.ts";
import { invalidArgument } from "./errors.ts";
import type { GuildReads, MemberLike } from "./guild-types.ts";

/**
 * Reads of this guild, from what flora remembers of it.
 *
 * @example
 * const { name } = await guild.info();
 * await ctx.reply(`Welcome to ${name}`);
 */
export const guild: GuildReads = {
  info: () => ops.guild.info({}),
  channels: async () => (await ops.guild.channels({})).channels,
  channel: async (id) => (await ops.guild.channel({ channelId: id })).channel,
  roles: async () => (await ops.guild.roles({})).roles,
  emojis: async () => (await ops.guild.emojis({})).emojis,
  member: async (id) => (await ops.guild.member({ userId: id })).member,
  members: async ({ role } = {}) =>
    (await ops.guild.members(role === undefined ? {} : { roleId: role })).members,
  can: async (member, permission, channel) => {
    const { can } = await ops.guild.can({
      ...reference(member),
      permissions: typeof permission === "string" ? [permission] : [...permission],
      ...(channel === undefined ? {} : { channelId: typeof channel === "string" ? channel : channel.id }),
    });
    return can;
  },
  highestRole: async (member) => (await ops.guild.highestRole(reference(member))).role,
};

/** Who is meant, with the roles where they are at hand. */
function reference(member: MemberLike): { userId: string; roles?: string[] } {
  const { id, user, roles } = typeof member === "string" ? { id: member } : member ?? {} as never;
  const userId = id ?? user?.id;
  if (userId === undefined) {
    throw invalidArgument("member", "Cannot look up the member: it has no id, give the id of the user");
  }
  return { userId, ...(roles === undefined ? {} : { roles: [...roles] }) };
}
