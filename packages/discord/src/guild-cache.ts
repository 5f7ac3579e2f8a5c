/** @module What the holder of the token knows of guilds, as scopes and permissions ask for it. */
import type { GuildId } from "@flora/model";
import type { Overwrite, RankedGuild } from "./guild-reads/member-permissions.ts";

export interface CachedChannel {
  type: number;
  /** The category of a channel, the channel of a thread. */
  parentId: string | null;
  permissionOverwrites: readonly Overwrite[];
  /** Null for what is no thread. */
  thread: object | null;
}

export interface CachedGuild extends RankedGuild {
  /** Channels and threads of which more is known than whose they are. */
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
