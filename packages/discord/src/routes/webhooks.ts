import { messageIds } from "./messages.ts";
import type { Routes } from "./route.ts";

const webhook = "/webhooks/{webhookId}";
const token = `${webhook}/{webhookToken}` as const;
const message = `${token}/messages/{messageId}` as const;
const one = { answers: { "": "webhook" } } as const;
const many = { answers: { "*": "webhook" } } as const;
const place = { "query.thread_id": "channel" } as const;
const written = { token: "webhook", files: "message", ids: { ...messageIds, ...place } } as const;

export const webhookRoutes = {
  "webhooks.create": {
    method: "POST",
    path: "/channels/{channelId}/webhooks",
    needs: ["ManageWebhooks"],
    ...one,
  },
  "webhooks.listInChannel": {
    method: "GET",
    path: "/channels/{channelId}/webhooks",
    needs: ["ManageWebhooks"],
    ...many,
  },
  "webhooks.list": { method: "GET", path: "/guilds/{guildId}/webhooks", needs: ["ManageWebhooks"], ...many },
  "webhooks.get": { method: "GET", path: webhook, ...one },
  "webhooks.edit": { method: "PATCH", path: webhook, ids: { "body.channel_id": "channel" }, ...one },
  "webhooks.delete": { method: "DELETE", path: webhook },
  "webhooks.execute": { method: "POST", path: token, ...written },
  "webhooks.getMessage": { method: "GET", path: message, token: "webhook", ids: place },
  "webhooks.editMessage": { method: "PATCH", path: message, ...written },
  "webhooks.deleteMessage": { method: "DELETE", path: message, token: "webhook", ids: place },
} as const satisfies Routes;
