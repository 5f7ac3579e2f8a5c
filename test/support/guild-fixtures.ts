/** @module A guild as scripts read it. */
import type { GuildChannel, GuildInfo, GuildMember, GuildRole } from "@flora/sdk";

const ID = "123456789012345678";

export const guildInfo: GuildInfo = {
  id: "100000000000000001",
  name: "Meadow",
  description: null,
  icon: null,
  banner: null,
  splash: null,
  ownerId: ID,
  memberCount: 3,
  premiumTier: 0,
  premiumSubscriptionCount: 0,
  verificationLevel: 0,
  explicitContentFilter: 0,
  defaultMessageNotifications: 0,
  mfaLevel: 0,
  nsfwLevel: 0,
  preferredLocale: "en-US",
  vanityUrlCode: null,
  features: [],
  systemChannelId: null,
  rulesChannelId: null,
  publicUpdatesChannelId: null,
  afkChannelId: null,
  afkTimeout: 300,
};

export const channel: GuildChannel = {
  id: ID,
  type: 0,
  name: "general",
  parentId: null,
  position: 0,
  topic: null,
  nsfw: false,
  rateLimitPerUser: 0,
  userLimit: 0,
  permissionOverwrites: [],
  availableTags: [],
  thread: null,
};

export const role: GuildRole = {
  id: ID,
  name: "regular",
  color: 0,
  position: 1,
  permissions: "0",
  hoist: false,
  mentionable: false,
  managed: false,
  icon: null,
  unicodeEmoji: null,
};

export const member: GuildMember = {
  id: ID,
  user: { id: ID, username: "ada", globalName: null, avatar: null, bot: false },
  displayName: "ada",
  nick: null,
  avatar: null,
  roles: [ID],
  joinedAt: "2030-01-01T00:00:00.000Z",
  premiumSince: null,
  communicationDisabledUntil: null,
  pending: false,
};
