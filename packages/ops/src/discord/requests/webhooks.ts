import { z } from "zod";
import { isEmptyMessage, MessageEdit, WebhookMessage } from "../message-body.ts";
import { text } from "../text.ts";
import { id, picture } from "./fields.ts";
import type { Requests } from "./request.ts";

const AVATAR_BYTES = 1024 * 1024;

const avatar = picture(AVATAR_BYTES).nullish();
const place = z.object({ thread_id: id.optional() });
const placed = place.extend({ with_components: z.boolean().optional() });

export const webhookRequests: Requests<"webhooks"> = {
  "webhooks.create": { body: z.object({ name: text(80, 1), avatar }) },
  "webhooks.listInChannel": {},
  "webhooks.list": {},
  "webhooks.get": {},
  "webhooks.edit": { body: z.object({ name: text(80, 1).optional(), avatar, channel_id: id.optional() }) },
  "webhooks.delete": {},
  "webhooks.execute": {
    query: placed.extend({ wait: z.boolean().optional() }),
    body: WebhookMessage,
    judge: (body, files) => isEmptyMessage(body, files) ? "must not be an empty message" : undefined,
  },
  "webhooks.getMessage": { query: place },
  "webhooks.editMessage": { query: placed, body: MessageEdit },
  "webhooks.deleteMessage": { query: place },
};
