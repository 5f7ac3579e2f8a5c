import { messageIds } from "./messages.ts";
import type { Routes } from "./route.ts";

const channels = "/guilds/{guildId}/channels";
const channel = "/channels/{channelId}";
const overwrite = `${channel}/permissions/{overwriteId}` as const;
const thread = "/channels/{threadId}";
const one = { answers: { "": "channel" } } as const;
const threads = { answers: { "threads.*": "channel" } } as const;

const settings = {
  "body.parent_id": "channel",
  "body.permission_overwrites.*": "mentionable",
  "body.available_tags.*.emoji_id": "emoji",
  "body.default_reaction_emoji.emoji_id": "emoji",
} as const;

/** Ids of the message a forum post begins with. */
const firstMessageIds = Object.fromEntries(
  Object.entries(messageIds).map(([place, kind]) => [place.replace("body.", "body.message."), kind]),
);

export const channelRoutes = {
  "channels.list": { method: "GET", path: channels, answers: { "*": "channel" } },
  "channels.get": { method: "GET", path: channel, ...one },
  "channels.create": { method: "POST", path: channels, ids: settings, needs: ["ManageChannels"], ...one },
  "channels.edit": {
    method: "PATCH",
    path: channel,
    ids: settings,
    needs: ["ManageChannels"],
    threadNeeds: [],
    ...one,
  },
  "channels.move": {
    method: "PATCH",
    path: channels,
    ids: { "body.*.id": "channel", "body.*.parent_id": "channel" },
    needs: ["ManageChannels"],
  },
  "channels.delete": {
    method: "DELETE",
    path: channel,
    needs: ["ManageChannels"],
    threadNeeds: ["ManageThreads"],
  },
  "channels.setPermission": { method: "PUT", path: overwrite, needs: ["ManageRoles"] },
  "channels.deletePermission": { method: "DELETE", path: overwrite, needs: ["ManageRoles"] },
  "channels.follow": {
    method: "POST",
    path: `${channel}/followers`,
    ids: { "body.webhook_channel_id": "channel" },
  },

  "threads.create": {
    method: "POST",
    path: `${channel}/threads`,
    ids: firstMessageIds,
    files: "message",
    ...one,
  },
  "threads.createFromMessage": {
    method: "POST",
    path: `${channel}/messages/{messageId}/threads`,
    needs: ["CreatePublicThreads"],
    ...one,
  },
  "threads.join": { method: "PUT", path: `${thread}/thread-members/@me` },
  "threads.leave": { method: "DELETE", path: `${thread}/thread-members/@me` },
  "threads.addMember": {
    method: "PUT",
    path: `${thread}/thread-members/{userId}`,
    needs: ["SendMessagesInThreads"],
  },
  "threads.removeMember": { method: "DELETE", path: `${thread}/thread-members/{userId}` },
  "threads.getMember": { method: "GET", path: `${thread}/thread-members/{userId}` },
  "threads.listMembers": { method: "GET", path: `${thread}/thread-members` },
  "threads.listActive": { method: "GET", path: "/guilds/{guildId}/threads/active", ...threads },
  "threads.listArchived": {
    method: "GET",
    path: `${channel}/threads/archived/public`,
    needs: ["ReadMessageHistory"],
    ...threads,
  },
  "threads.listPrivateArchived": {
    method: "GET",
    path: `${channel}/threads/archived/private`,
    needs: ["ReadMessageHistory", "ManageThreads"],
    ...threads,
  },
  "threads.listJoinedArchived": {
    method: "GET",
    path: `${channel}/users/@me/threads/archived/private`,
    needs: ["ReadMessageHistory"],
    ...threads,
  },

  "stages.create": {
    method: "POST",
    path: "/stage-instances",
    ids: { "body.channel_id": "channel", "body.guild_scheduled_event_id": "event" },
  },
  "stages.get": { method: "GET", path: "/stage-instances/{channelId}" },
  "stages.edit": { method: "PATCH", path: "/stage-instances/{channelId}" },
  "stages.delete": { method: "DELETE", path: "/stage-instances/{channelId}" },
} as const satisfies Routes;
