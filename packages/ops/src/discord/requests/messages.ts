import { z } from "zod";
import { ChannelMessage, isEmptyMessage, MessageEdit } from "../message-body.ts";
import { id, ids, int, isoTime, pageAfter } from "./fields.ts";
import type { Requests } from "./request.ts";
import { SearchMessages } from "./searches.ts";

const ListMessages = z.object({
  limit: int(1, 100).optional(),
  before: id.optional(),
  after: id.optional(),
  around: id.optional(),
}).refine(
  (query) => [query.before, query.after, query.around].filter((id) => id !== undefined).length <= 1,
  "takes one of before, after, around",
);

export const messageRequests: Requests<"messages" | "reactions" | "polls"> = {
  "messages.send": {
    body: ChannelMessage,
    judge: (body, files) => isEmptyMessage(body, files) ? "must not be an empty message" : undefined,
  },
  "messages.edit": { body: MessageEdit },
  "messages.delete": {},
  "messages.bulkDelete": { body: z.object({ messages: ids(100, 2) }) },
  "messages.get": {},
  "messages.list": { query: ListMessages },
  "messages.crosspost": {},
  "messages.pins": { query: z.object({ limit: int(1, 50).optional(), before: isoTime.optional() }) },
  "messages.pin": {},
  "messages.unpin": {},
  "messages.typing": {},
  "messages.search": { query: SearchMessages },
  "reactions.add": {},
  "reactions.removeOwn": {},
  "reactions.remove": {},
  "reactions.list": { query: pageAfter(100).extend({ type: int(0, 1).optional() }) },
  "reactions.clear": {},
  "reactions.clearEmoji": {},
  "polls.voters": { query: pageAfter(100) },
  "polls.end": {},
};
