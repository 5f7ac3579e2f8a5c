import type { PermissionFlagsBits } from "discord-api-types/v10";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A permission of Discord, or several of which one is enough. */
export type Permission = keyof typeof PermissionFlagsBits;
export type Need = Permission | readonly Permission[];

/** What an id may name. Channels include threads. */
export type OwnedKind = "channel" | "role" | "webhook" | "invite" | "emoji" | "sticker" | "event";

/**
 * One route. Its path parameters say whose they must be by their name: `{guildId}`, `{applicationId}` and
 * `{webhookToken}` are filled in by the holder of the token and never taken from the caller; `{channelId}` and
 * `{threadId}`, `{roleId}`, `{webhookId}` and `{code}` (of an invite) must be the guild's own; an interaction's come from
 * the host's own handle; every other `…Id` is judged by Discord below one of those and must be a snowflake.
 */
export interface Route {
  method: Method;
  path: string;
  /**
   * Further ids of the guild, by place: dotted, from `body`, `query` or `params`; `*` is any element of an array, `**`
   * anything below. `mentionable` is an id whose `type` beside it says what it names.
   */
  ids?: Readonly<Record<string, OwnedKind | "mentionable">>;
  /** What of the guild an answer shows, by place within it; `""` is the whole. */
  answers?: Readonly<Record<string, OwnedKind>>;
  /** Permissions the bot must hold: in the channel of the path, where there is one, else in the guild. */
  needs?: readonly Need[];
  /** Instead of `needs` where the channel is a thread. */
  threadNeeds?: readonly Need[];
  /** Permissions needed only for a key of the body. */
  bodyNeeds?: Readonly<Record<string, Permission>>;
  /** The bot must stand above this role or member, and neither may be the guild's owner. */
  outranks?: "roleId" | "userId";
  /** `permissions` of the body are given to a role: nobody can give what they do not hold. */
  grants?: true;
  /** May carry files; `sticker` is Discord's other form of upload. */
  files?: "message" | "sticker";
  /** Authenticated by the token in the path, not by the bot's. */
  token?: "interaction" | "webhook";
}

export type Routes = Readonly<Record<string, Route>>;
