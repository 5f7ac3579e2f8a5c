/** @module What scripts read of their guild: a few fields of Discord's objects, camelCased, each always there. */
import { Snowflake } from "@flora/model";
import { z } from "zod";

const text = z.string().nullable();
const id = Snowflake.nullable();
/** Permissions as a decimal string: they do not fit a number. */
const permissions = z.string().regex(/^\d+$/);

export const GuildInfo = z.object({
  id: Snowflake,
  name: z.string(),
  description: text,
  /** Hash of the image, as in Discord's addresses of images. */
  icon: text,
  banner: text,
  splash: text,
  ownerId: Snowflake,
  /** Kept current while some script of this bot asks for member events; else what it was when the bot connected. */
  memberCount: z.number(),
  /** Levels of boosting. */
  premiumTier: z.number(),
  premiumSubscriptionCount: z.number(),
  verificationLevel: z.number(),
  explicitContentFilter: z.number(),
  defaultMessageNotifications: z.number(),
  mfaLevel: z.number(),
  nsfwLevel: z.number(),
  preferredLocale: z.string(),
  vanityUrlCode: text,
  features: z.array(z.string()),
  systemChannelId: id,
  rulesChannelId: id,
  publicUpdatesChannelId: id,
  afkChannelId: id,
  /** Seconds. */
  afkTimeout: z.number(),
});
export type GuildInfo = z.infer<typeof GuildInfo>;

export const GuildChannel = z.object({
  id: Snowflake,
  /** Discord's channel type. */
  type: z.number(),
  name: z.string(),
  /** The category of a channel, the channel of a thread. */
  parentId: id,
  position: z.number(),
  topic: text,
  nsfw: z.boolean(),
  /** Seconds between messages of one member. */
  rateLimitPerUser: z.number(),
  /** Of voice channels; 0 for no limit. */
  userLimit: z.number(),
  permissionOverwrites: z.array(z.object({
    id: Snowflake,
    /** 0 for a role, 1 for a member. */
    type: z.number(),
    allow: permissions,
    deny: permissions,
  })),
  /** Of forums. */
  availableTags: z.array(z.object({ id: Snowflake, name: z.string(), moderated: z.boolean() })),
  /** Of threads. */
  thread: z.object({ ownerId: id, archived: z.boolean(), locked: z.boolean() }).nullable(),
});
export type GuildChannel = z.infer<typeof GuildChannel>;

export const GuildRole = z.object({
  id: Snowflake,
  name: z.string(),
  color: z.number(),
  position: z.number(),
  permissions,
  /** Whether its members are listed apart. */
  hoist: z.boolean(),
  mentionable: z.boolean(),
  /** Whether an integration owns it. */
  managed: z.boolean(),
  icon: text,
  unicodeEmoji: text,
});
export type GuildRole = z.infer<typeof GuildRole>;

export const GuildEmoji = z.object({
  id: Snowflake,
  name: text,
  animated: z.boolean(),
  available: z.boolean(),
  managed: z.boolean(),
  /** Roles that may use it; everybody where there is none. */
  roles: z.array(Snowflake),
});
export type GuildEmoji = z.infer<typeof GuildEmoji>;

export const GuildMember = z.object({
  /** Of the user. */
  id: Snowflake,
  user: z.object({
    id: Snowflake,
    username: z.string(),
    globalName: text,
    avatar: text,
    bot: z.boolean(),
  }),
  /** Nickname, or else the user's display name, or else the user name. */
  displayName: z.string(),
  nick: text,
  avatar: text,
  /** Without `@everyone`. */
  roles: z.array(Snowflake),
  /** ISO 8601. */
  joinedAt: text,
  /** Since when they boost; ISO 8601. */
  premiumSince: text,
  /** Until when they are in a time-out; ISO 8601. */
  communicationDisabledUntil: text,
  /** Has not passed the guild's screening. */
  pending: z.boolean(),
});
export type GuildMember = z.infer<typeof GuildMember>;
