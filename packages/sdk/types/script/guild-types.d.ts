/** @module What is read of a guild. Types only. */
import type { PermissionFlagsBits } from "discord-api-types/v10";
/** A permission by Discord's name for it, such as `ManageMessages`. */
export type Permission = keyof typeof PermissionFlagsBits;
/** A guild. Images are hashes, as in Discord's addresses of images. */
export interface GuildInfo {
    id: string;
    name: string;
    description: string | null;
    icon: string | null;
    banner: string | null;
    splash: string | null;
    ownerId: string;
    /** Kept current while some script of this bot asks for member events; else what it was when the bot connected. */
    memberCount: number;
    /** Level of boosting, 0 to 3. */
    premiumTier: number;
    premiumSubscriptionCount: number;
    verificationLevel: number;
    explicitContentFilter: number;
    defaultMessageNotifications: number;
    mfaLevel: number;
    nsfwLevel: number;
    preferredLocale: string;
    vanityUrlCode: string | null;
    features: string[];
    systemChannelId: string | null;
    rulesChannelId: string | null;
    publicUpdatesChannelId: string | null;
    afkChannelId: string | null;
    /** Seconds. */
    afkTimeout: number;
}
/** A channel, or an active thread. */
export interface GuildChannel {
    id: string;
    /** Discord's channel type: 0 text, 2 voice, 4 category, 5 announcements, 10 to 12 threads, 15 forum. */
    type: number;
    name: string;
    /** The category of a channel, the channel of a thread. */
    parentId: string | null;
    position: number;
    topic: string | null;
    nsfw: boolean;
    /** Seconds between messages of one member. */
    rateLimitPerUser: number;
    /** Of voice channels; 0 for no limit. */
    userLimit: number;
    /** `type` 0 is for a role, 1 for a member; permissions are decimal strings. */
    permissionOverwrites: {
        id: string;
        type: number;
        allow: string;
        deny: string;
    }[];
    /** Of forums. */
    availableTags: {
        id: string;
        name: string;
        moderated: boolean;
    }[];
    /** Null for all that is no thread. */
    thread: {
        ownerId: string | null;
        archived: boolean;
        locked: boolean;
    } | null;
}
/** A role. `@everyone` has the guild's id. */
export interface GuildRole {
    id: string;
    name: string;
    color: number;
    position: number;
    /** A decimal string: permissions do not fit a number. */
    permissions: string;
    /** Whether its members are listed apart. */
    hoist: boolean;
    mentionable: boolean;
    /** Whether an integration owns it. */
    managed: boolean;
    icon: string | null;
    unicodeEmoji: string | null;
}
/** An emoji of the guild's own. */
export interface GuildEmoji {
    id: string;
    name: string | null;
    animated: boolean;
    available: boolean;
    managed: boolean;
    /** Roles that may use it; everybody where there is none. */
    roles: string[];
}
/** A member of the guild. */
export interface GuildMember {
    /** Of the user. */
    id: string;
    user: {
        id: string;
        username: string;
        globalName: string | null;
        avatar: string | null;
        bot: boolean;
    };
    /** Nickname, or else the user's display name, or else the user name. */
    displayName: string;
    nick: string | null;
    avatar: string | null;
    /** Without `@everyone`. */
    roles: string[];
    /** ISO 8601. */
    joinedAt: string | null;
    /** Since when they boost; ISO 8601. */
    premiumSince: string | null;
    /** Until when they are in a time-out; ISO 8601. */
    communicationDisabledUntil: string | null;
    /** Has not passed the guild's screening. */
    pending: boolean;
}
/** A member: the id of the user, what {@link GuildReads.member} found, or the `member` of an event. */
export type MemberLike = string | {
    id?: string;
    user?: {
        id: string;
    };
    roles?: readonly string[];
};
/**
 * What is known of the guild. Reads are answered without a call to Discord, members aside that no event has told of in
 * the last minute; what they answer is a copy.
 */
export interface GuildReads {
    /**
     * Name, owner, number of members and the like.
     *
     * @example
     * const { name, memberCount } = await guild.info();
     * await ctx.reply(`${name} has ${memberCount} members.`);
     */
    info(): Promise<GuildInfo>;
    /**
     * All channels in Discord's order of positions; threads are not among them.
     *
     * @example
     * const voice = (await guild.channels()).filter(({ type }) => type === 2);
     * console.log(voice.length);
     */
    channels(): Promise<GuildChannel[]>;
    /**
     * A channel or an active thread; null for one that the guild does not have.
     *
     * @example
     * const channel = await guild.channel(ctx.msg.channelId);
     * console.log(channel?.topic);
     */
    channel(id: string): Promise<GuildChannel | null>;
    /**
     * All roles, the highest first, `@everyone` last.
     *
     * @example
     * const [highest] = await guild.roles();
     * console.log(highest?.name);
     */
    roles(): Promise<GuildRole[]>;
    /**
     * The guild's own emojis.
     *
     * @example
     * console.log((await guild.emojis()).map(({ name }) => name));
     */
    emojis(): Promise<GuildEmoji[]>;
    /**
     * A member by the id of the user; null for whoever is not in the guild.
     *
     * @example
     * const member = await guild.member(ctx.msg.author.id);
     * console.log(member?.displayName, member?.joinedAt);
     */
    member(id: string): Promise<GuildMember | null>;
    /**
     * All members, or those with a role, of a guild of up to 10 000; needs the Server Members intent, DISCORD_ERROR without
     * it. Asks Discord, at most once a minute.
     *
     * @example
     * const helpers = await guild.members({ role: "123456789012345678" });
     * console.log(helpers.map(({ displayName }) => displayName));
     */
    members(options?: {
        role?: string;
    }): Promise<GuildMember[]>;
    /**
     * Whether a member holds the permission, or all of several: in the guild, or in a channel with its overwrites. The owner
     * and administrators hold all. Computed as discord.js does: a time-out is not looked at.
     *
     * @example
     * if (!(await guild.can(ctx.msg.author.id, "BanMembers"))) return ctx.reply("You may not do that.");
     */
    can(member: MemberLike, permission: Permission | readonly Permission[], channel?: string | {
        id: string;
    }): Promise<boolean>;
    /**
     * The member's role that stands above their others; `@everyone` where they have none.
     *
     * @example
     * const { name } = await guild.highestRole(ctx.msg.author.id);
     * console.log(name);
     */
    highestRole(member: MemberLike): Promise<GuildRole>;
}
