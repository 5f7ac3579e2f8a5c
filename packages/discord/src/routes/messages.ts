import type { Routes } from "./route.ts";

const message = "/channels/{channelId}/messages/{messageId}";
const reactions = `${message}/reactions` as const;

/** Ids of a message's body. */
export const messageIds = {
  "body.message_reference.channel_id": "channel",
  "body.components.**.emoji.id": "emoji",
  "body.components.**.default_values.*": "mentionable",
  "body.poll.answers.*.poll_media.emoji.id": "emoji",
  "body.sticker_ids.*": "sticker",
} as const;

const pinning = [["PinMessages", "ManageMessages"]] as const;
const sending = { needs: ["SendMessages"], threadNeeds: ["SendMessagesInThreads"] } as const;
/** Messages show the thread that was started from them, which may be archived and known from nowhere else. */
const one = { answers: { thread: "channel" } } as const;

export const messageRoutes = {
  "messages.send": {
    method: "POST",
    path: "/channels/{channelId}/messages",
    files: "message",
    ids: messageIds,
    ...sending,
  },
  "messages.edit": { method: "PATCH", path: message, files: "message", ids: messageIds, ...one },
  "messages.delete": { method: "DELETE", path: message },
  "messages.bulkDelete": {
    method: "POST",
    path: "/channels/{channelId}/messages/bulk-delete",
    needs: ["ManageMessages"],
  },
  "messages.get": { method: "GET", path: message, needs: ["ReadMessageHistory"], ...one },
  "messages.list": {
    method: "GET",
    path: "/channels/{channelId}/messages",
    answers: { "*.thread": "channel" },
  },
  "messages.crosspost": { method: "POST", path: `${message}/crosspost`, needs: ["SendMessages"], ...one },
  "messages.pins": {
    method: "GET",
    path: "/channels/{channelId}/messages/pins",
    answers: { "items.*.message.thread": "channel" },
  },
  "messages.pin": {
    method: "PUT",
    path: "/channels/{channelId}/messages/pins/{messageId}",
    needs: pinning,
  },
  "messages.unpin": {
    method: "DELETE",
    path: "/channels/{channelId}/messages/pins/{messageId}",
    needs: pinning,
  },
  "messages.typing": { method: "POST", path: "/channels/{channelId}/typing", ...sending },

  "reactions.add": {
    method: "PUT",
    path: `${reactions}/{emoji}/@me`,
    ids: { "params.emoji": "emoji" },
    needs: ["ReadMessageHistory"],
  },
  "reactions.removeOwn": { method: "DELETE", path: `${reactions}/{emoji}/@me` },
  "reactions.remove": { method: "DELETE", path: `${reactions}/{emoji}/{userId}` },
  "reactions.list": { method: "GET", path: `${reactions}/{emoji}`, needs: ["ReadMessageHistory"] },
  "reactions.clear": { method: "DELETE", path: reactions, needs: ["ManageMessages"] },
  "reactions.clearEmoji": { method: "DELETE", path: `${reactions}/{emoji}`, needs: ["ManageMessages"] },

  "polls.voters": {
    method: "GET",
    path: "/channels/{channelId}/polls/{messageId}/answers/{answerId}",
    needs: ["ReadMessageHistory"],
  },
  "polls.end": { method: "POST", path: "/channels/{channelId}/polls/{messageId}/expire" },
} as const satisfies Routes;
