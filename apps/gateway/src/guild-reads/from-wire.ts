/** @module Discord's objects as scripts read them: known fields only, each of the kind that is promised. */
import type {
  GuildChannel,
  GuildEmoji,
  GuildInfo,
  GuildMember,
  GuildRole,
} from "@flora/discord/guild-reads/entities";

/** An object as Discord sends it. */
export type Wire = Record<string, unknown>;

const THREADS = new Set([10, 11, 12]);

const text = (value: unknown): string | null => typeof value === "string" ? value : null;
const number = (value: unknown): number => typeof value === "number" ? value : 0;
const flag = (value: unknown): boolean => value === true;
const texts = (value: unknown): string[] => list(value).filter((item) => typeof item === "string");
const list = (value: unknown): unknown[] => Array.isArray(value) ? value : [];
const wires = (value: unknown): Wire[] => list(value) as Wire[];
const bits = (value: unknown): string => /^\d{1,20}$/.test(String(value)) ? String(value) : "0";

export function infoOf(d: Wire, memberCount: number): GuildInfo {
  return {
    id: String(d.id),
    name: String(d.name),
    description: text(d.description),
    icon: text(d.icon),
    banner: text(d.banner),
    splash: text(d.splash),
    ownerId: String(d.owner_id),
    memberCount,
    premiumTier: number(d.premium_tier),
    premiumSubscriptionCount: number(d.premium_subscription_count),
    verificationLevel: number(d.verification_level),
    explicitContentFilter: number(d.explicit_content_filter),
    defaultMessageNotifications: number(d.default_message_notifications),
    mfaLevel: number(d.mfa_level),
    nsfwLevel: number(d.nsfw_level),
    preferredLocale: text(d.preferred_locale) ?? "en-US",
    vanityUrlCode: text(d.vanity_url_code),
    features: texts(d.features),
    systemChannelId: text(d.system_channel_id),
    rulesChannelId: text(d.rules_channel_id),
    publicUpdatesChannelId: text(d.public_updates_channel_id),
    afkChannelId: text(d.afk_channel_id),
    afkTimeout: number(d.afk_timeout),
  };
}

export function channelOf(d: Wire): GuildChannel {
  const type = number(d.type);
  const thread = (d.thread_metadata ?? {}) as Wire;
  return {
    id: String(d.id),
    type,
    name: text(d.name) ?? "",
    parentId: text(d.parent_id),
    position: number(d.position),
    topic: text(d.topic),
    nsfw: flag(d.nsfw),
    rateLimitPerUser: number(d.rate_limit_per_user),
    userLimit: number(d.user_limit),
    permissionOverwrites: wires(d.permission_overwrites).map((overwrite) => ({
      id: String(overwrite.id),
      type: number(overwrite.type),
      allow: bits(overwrite.allow),
      deny: bits(overwrite.deny),
    })),
    availableTags: wires(d.available_tags).map((tag) => ({
      id: String(tag.id),
      name: text(tag.name) ?? "",
      moderated: flag(tag.moderated),
    })),
    thread: THREADS.has(type)
      ? { ownerId: text(d.owner_id), archived: flag(thread.archived), locked: flag(thread.locked) }
      : null,
  };
}

export function roleOf(d: Wire): GuildRole {
  return {
    id: String(d.id),
    name: text(d.name) ?? "",
    color: number(d.color),
    position: number(d.position),
    permissions: bits(d.permissions),
    hoist: flag(d.hoist),
    mentionable: flag(d.mentionable),
    managed: flag(d.managed),
    icon: text(d.icon),
    unicodeEmoji: text(d.unicode_emoji),
  };
}

export function emojiOf(d: Wire): GuildEmoji {
  return {
    id: String(d.id),
    name: text(d.name),
    animated: flag(d.animated),
    available: d.available !== false,
    managed: flag(d.managed),
    roles: texts(d.roles),
  };
}

/** `user` where Discord leaves it out of the member, as in messages. */
export function memberOf(d: Wire, user: Wire = d.user as Wire): GuildMember {
  const username = text(user.username) ?? "";
  const globalName = text(user.global_name);
  const nick = text(d.nick);
  return {
    id: String(user.id),
    user: { id: String(user.id), username, globalName, avatar: text(user.avatar), bot: flag(user.bot) },
    displayName: nick ?? globalName ?? username,
    nick,
    avatar: text(d.avatar),
    roles: texts(d.roles),
    joinedAt: text(d.joined_at),
    premiumSince: text(d.premium_since),
    communicationDisabledUntil: text(d.communication_disabled_until),
    pending: flag(d.pending),
  };
}
