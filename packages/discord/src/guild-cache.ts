/** @module What the holder of the token knows of guilds, as scopes and permissions ask for it. */
import type { GuildId } from "@flora/model";

export interface CachedRole {
  permissions: bigint;
  position: number;
}

export interface CachedOverwrite {
  /** Of a role or of a member. */
  id: string;
  allow: bigint;
  deny: bigint;
}

export interface CachedChannel {
  type: number;
  /** The category of a channel, the channel of a thread. */
  parentId?: string;
  /** Undefined for channels of which only the id is known. */
  overwrites?: readonly CachedOverwrite[];
}

export interface CachedGuild {
  readonly name: string;
  /** Undefined until Discord has said so. */
  readonly ownerId?: string | undefined;
  /** By id; `@everyone` has the guild's. */
  readonly roles: ReadonlyMap<string, CachedRole>;
  /** Channels, and the threads known so far. */
  readonly channels: ReadonlyMap<string, CachedChannel>;
  /** Of the bot's own member; undefined while it is not known. */
  readonly botRoles?: readonly string[] | undefined;
  /** Until when the bot may only read; Unix milliseconds, 0 for not at all. */
  readonly botTimedOutUntil: number;
}

export interface GuildCache {
  readonly botUserId: string;
  /** The guild of a channel or thread; undefined for direct messages and for what it does not know. */
  channelGuild(channelId: string): GuildId | undefined;
  guild(guildId: GuildId): CachedGuild | undefined;
}
