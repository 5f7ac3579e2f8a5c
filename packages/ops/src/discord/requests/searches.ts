import { z } from "zod";
import { text } from "../text.ts";
import { id, ids, int } from "./fields.ts";

const sortOrder = z.enum(["asc", "desc"]).optional();
const found = { limit: int(1, 25).optional(), offset: int(0, 9975).optional(), sort_order: sortOrder };

const kinds = ["link", "embed", "file", "image", "video", "sound", "sticker", "poll", "snapshot"];
export const SearchMessages = z.object({
  ...found,
  content: text(1024).optional(),
  author_id: ids(100).optional(),
  mentions: ids(100).optional(),
  mentions_role_id: ids(100).optional(),
  channel_id: ids(500).optional(),
  has: z.array(z.enum([...kinds, ...kinds.map((kind) => `-${kind}`)])).max(18).optional(),
  pinned: z.boolean().optional(),
  min_id: id.optional(),
  max_id: id.optional(),
  sort_by: z.enum(["relevance", "timestamp"]).optional(),
});

export const SearchThreads = z.object({
  ...found,
  name: text(100).optional(),
  tag: ids(20).optional(),
  archived: z.boolean().optional(),
  sort_by: z.enum(["relevance", "creation_time", "last_message_time", "archive_time"]).optional(),
});
