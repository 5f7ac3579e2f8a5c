/** @module Schemas of the ops that read the guild. */
import {
  GuildChannel,
  GuildEmoji,
  GuildInfo,
  GuildMember,
  GuildRole,
} from "@flora/discord/guild-reads/entities";
import { Snowflake } from "@flora/model";
import { PermissionFlagsBits } from "discord-api-types/v10";
import { z } from "zod";

const names = Object.keys(PermissionFlagsBits) as [PermissionName, ...PermissionName[]];

/** A permission by Discord's name for it, such as `ManageMessages`. */
export type PermissionName = keyof typeof PermissionFlagsBits;

/** Roles that the script has at hand spare the look-up of the member. */
const member = { userId: Snowflake, roles: z.array(Snowflake).max(250).optional() };

export const guildOps = {
  info: { args: z.object({}), result: GuildInfo },
  channels: { args: z.object({}), result: z.object({ channels: z.array(GuildChannel) }) },
  /** Null for a channel that the guild does not have. */
  channel: {
    args: z.object({ channelId: Snowflake }),
    result: z.object({ channel: GuildChannel.nullable() }),
  },
  roles: { args: z.object({}), result: z.object({ roles: z.array(GuildRole) }) },
  emojis: { args: z.object({}), result: z.object({ emojis: z.array(GuildEmoji) }) },
  /** Null for whoever is not in the guild. */
  member: { args: z.object({ userId: Snowflake }), result: z.object({ member: GuildMember.nullable() }) },
  members: {
    args: z.object({ roleId: Snowflake.optional() }),
    result: z.object({ members: z.array(GuildMember) }),
  },
  can: {
    args: z.object({
      ...member,
      /** All of these. */
      permissions: z.array(z.enum(names, "must be a permission such as ManageMessages")).min(1).max(64),
      channelId: Snowflake.optional(),
    }),
    result: z.object({ can: z.boolean() }),
  },
  highestRole: { args: z.object(member), result: z.object({ role: GuildRole }) },
};
export type GuildOps = typeof guildOps;
