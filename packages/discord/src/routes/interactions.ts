import { messageIds } from "./messages.ts";
import type { Routes } from "./route.ts";

const token = "/webhooks/{applicationId}/{interactionToken}";
const original = `${token}/messages/@original` as const;
const message = `${token}/messages/{messageId}` as const;
const written = { files: "message", token: "interaction", ids: messageIds } as const;

export const interactionRoutes = {
  "interactions.respond": {
    method: "POST",
    path: "/interactions/{interactionId}/{interactionToken}/callback",
    files: "message",
    token: "interaction",
    ids: {
      "body.data.components.**.emoji.id": "emoji",
      "body.data.components.**.default_values.*": "mentionable",
      "body.data.poll.answers.*.poll_media.emoji.id": "emoji",
    },
  },
  "interactions.getOriginal": { method: "GET", path: original, token: "interaction" },
  "interactions.editOriginal": { method: "PATCH", path: original, ...written },
  "interactions.deleteOriginal": { method: "DELETE", path: original, token: "interaction" },
  "interactions.followUp": { method: "POST", path: token, ...written },
  "interactions.editFollowUp": { method: "PATCH", path: message, ...written },
  "interactions.deleteFollowUp": { method: "DELETE", path: message, token: "interaction" },
} as const satisfies Routes;
