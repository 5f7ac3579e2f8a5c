/**
 * @module Every Discord route a guild may use, in one table. `path` parameters are proven by their scope:
 * `{guildId}` and `{applicationId}` are filled in by the holder of the token and never taken from the caller;
 * `{channelId}` must be a channel or thread of the guild; `{interactionId}`/`{interactionToken}` come from the
 * host's own handle; every other `…Id` is judged by Discord below one of those and must be a snowflake.
 */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Route {
  method: Method;
  path: string;
  /** Dotted body paths that hold a channel id of the guild (`*` stands for any array index). */
  bodyChannels?: readonly string[];
  /** May carry files. */
  files?: true;
  /** Authenticated by the token in the path, outside the bot's global limit. */
  interaction?: true;
}

const message = { bodyChannels: ["message_reference.channel_id"], files: true } as const;

export const routes = {
  "messages.send": { method: "POST", path: "/channels/{channelId}/messages", ...message },
  "messages.edit": { method: "PATCH", path: "/channels/{channelId}/messages/{messageId}", files: true },
  "messages.delete": { method: "DELETE", path: "/channels/{channelId}/messages/{messageId}" },
  "messages.bulkDelete": { method: "POST", path: "/channels/{channelId}/messages/bulk-delete" },
  "messages.get": { method: "GET", path: "/channels/{channelId}/messages/{messageId}" },
  "messages.list": { method: "GET", path: "/channels/{channelId}/messages" },
  "messages.crosspost": { method: "POST", path: "/channels/{channelId}/messages/{messageId}/crosspost" },
  "messages.pin": { method: "PUT", path: "/channels/{channelId}/messages/pins/{messageId}" },
  "messages.unpin": { method: "DELETE", path: "/channels/{channelId}/messages/pins/{messageId}" },
  "reactions.add": {
    method: "PUT",
    path: "/channels/{channelId}/messages/{messageId}/reactions/{emoji}/@me",
  },
  "reactions.removeOwn": {
    method: "DELETE",
    path: "/channels/{channelId}/messages/{messageId}/reactions/{emoji}/@me",
  },
  "reactions.remove": {
    method: "DELETE",
    path: "/channels/{channelId}/messages/{messageId}/reactions/{emoji}/{userId}",
  },
  "reactions.clear": { method: "DELETE", path: "/channels/{channelId}/messages/{messageId}/reactions" },
  "reactions.clearEmoji": {
    method: "DELETE",
    path: "/channels/{channelId}/messages/{messageId}/reactions/{emoji}",
  },

  "interactions.respond": {
    method: "POST",
    path: "/interactions/{interactionId}/{interactionToken}/callback",
    files: true,
    interaction: true,
  },
  "interactions.getOriginal": {
    method: "GET",
    path: "/webhooks/{applicationId}/{interactionToken}/messages/@original",
    interaction: true,
  },
  "interactions.editOriginal": {
    method: "PATCH",
    path: "/webhooks/{applicationId}/{interactionToken}/messages/@original",
    files: true,
    interaction: true,
  },
  "interactions.deleteOriginal": {
    method: "DELETE",
    path: "/webhooks/{applicationId}/{interactionToken}/messages/@original",
    interaction: true,
  },
  "interactions.followUp": {
    method: "POST",
    path: "/webhooks/{applicationId}/{interactionToken}",
    files: true,
    interaction: true,
  },
  "interactions.editFollowUp": {
    method: "PATCH",
    path: "/webhooks/{applicationId}/{interactionToken}/messages/{messageId}",
    files: true,
    interaction: true,
  },
  "interactions.deleteFollowUp": {
    method: "DELETE",
    path: "/webhooks/{applicationId}/{interactionToken}/messages/{messageId}",
    interaction: true,
  },

  "commands.list": { method: "GET", path: "/applications/{applicationId}/guilds/{guildId}/commands" },
  "commands.create": { method: "POST", path: "/applications/{applicationId}/guilds/{guildId}/commands" },
  "commands.edit": {
    method: "PATCH",
    path: "/applications/{applicationId}/guilds/{guildId}/commands/{commandId}",
  },
  "commands.delete": {
    method: "DELETE",
    path: "/applications/{applicationId}/guilds/{guildId}/commands/{commandId}",
  },
  "commands.replace": { method: "PUT", path: "/applications/{applicationId}/guilds/{guildId}/commands" },

  "members.get": { method: "GET", path: "/guilds/{guildId}/members/{userId}" },
  "members.edit": {
    method: "PATCH",
    path: "/guilds/{guildId}/members/{userId}",
    bodyChannels: ["channel_id"],
  },
  "members.kick": { method: "DELETE", path: "/guilds/{guildId}/members/{userId}" },
  "members.addRole": { method: "PUT", path: "/guilds/{guildId}/members/{userId}/roles/{roleId}" },
  "members.removeRole": { method: "DELETE", path: "/guilds/{guildId}/members/{userId}/roles/{roleId}" },
  "bans.create": { method: "PUT", path: "/guilds/{guildId}/bans/{userId}" },
  "bans.delete": { method: "DELETE", path: "/guilds/{guildId}/bans/{userId}" },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;

export function isRouteName(name: string): name is RouteName {
  return Object.hasOwn(routes, name);
}
