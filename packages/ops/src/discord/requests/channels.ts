import { z } from "zod";
import { ThreadMessage } from "../message-body.ts";
import { text } from "../text.ts";
import { bits, flags, id, ids, int, isoTime, pageAfter } from "./fields.ts";
import type { Requests } from "./request.ts";
import { SearchThreads } from "./searches.ts";

const CHANNELS_MAX = 500;
const SLOWMODE_MAX_SECONDS = 21_600;
const minutesToArchive = z.union([60, 1440, 4320, 10_080].map((minutes) => z.literal(minutes)));
const slowmode = int(0, SLOWMODE_MAX_SECONDS);

const emoji = { emoji_id: id.nullish(), emoji_name: text(100).nullish() };
const overwrite = { allow: bits.nullish(), deny: bits.nullish() };
const overwriteType = z.union([z.literal(0), z.literal(1)]);

const settings = {
  position: int(0, CHANNELS_MAX * 2).nullish(),
  topic: text(4096).nullish(),
  bitrate: int(8000, 384_000).nullish(),
  user_limit: int(0, 10_000).nullish(),
  nsfw: z.boolean().nullish(),
  rate_limit_per_user: slowmode.nullish(),
  parent_id: id.nullish(),
  permission_overwrites: z.array(z.object({ id, type: overwriteType, ...overwrite })).max(100).nullish(),
  rtc_region: text(100).nullish(),
  video_quality_mode: int(1, 2).nullish(),
  default_auto_archive_duration: minutesToArchive.nullish(),
  default_thread_rate_limit_per_user: slowmode.nullish(),
  default_reaction_emoji: z.object(emoji).nullish(),
  default_sort_order: int(0, 1).nullish(),
  default_forum_layout: int(0, 2).nullish(),
  available_tags: z.array(
    z.object({ id: id.optional(), name: text(20, 1), moderated: z.boolean().optional(), ...emoji }),
  ).max(20).nullish(),
};

const ChannelCreate = z.object({
  ...settings,
  name: text(100, 1),
  type: z.union([0, 2, 4, 5, 13, 14, 15, 16].map((type) => z.literal(type))).optional(),
});

const ChannelEdit = z.object({
  ...settings,
  name: text(100, 1).optional(),
  type: z.union([z.literal(0), z.literal(5)]).optional(),
  flags: flags.nullish(),
  archived: z.boolean().optional(),
  auto_archive_duration: minutesToArchive.optional(),
  locked: z.boolean().optional(),
  invitable: z.boolean().optional(),
  applied_tags: ids(5).optional(),
});

const thread = {
  name: text(100, 1),
  auto_archive_duration: minutesToArchive.optional(),
  rate_limit_per_user: slowmode.nullish(),
};

const ThreadCreate = z.object({
  ...thread,
  type: int(10, 12).optional(),
  invitable: z.boolean().optional(),
  message: ThreadMessage.optional(),
  applied_tags: ids(5).optional(),
});

const archived = z.object({ limit: int(2, 100).optional(), before: isoTime.optional() });
const withMember = z.object({ with_member: z.boolean().optional() });

export const channelRequests: Requests<"channels" | "threads" | "stages"> = {
  "channels.list": {},
  "channels.get": {},
  "channels.create": { body: ChannelCreate },
  "channels.edit": { body: ChannelEdit },
  "channels.move": {
    body: z.array(z.object({
      id,
      position: int(0, CHANNELS_MAX * 2).nullish(),
      parent_id: id.nullish(),
      lock_permissions: z.boolean().nullish(),
    })).min(1).max(CHANNELS_MAX),
  },
  "channels.delete": {},
  "channels.setPermission": { body: z.object({ type: overwriteType, ...overwrite }) },
  "channels.deletePermission": {},
  "channels.follow": { body: z.object({ webhook_channel_id: id }) },
  "channels.setVoiceStatus": { body: z.object({ status: text(500).nullable() }) },
  "threads.create": { body: ThreadCreate },
  "threads.createFromMessage": { body: z.object(thread) },
  "threads.join": {},
  "threads.leave": {},
  "threads.addMember": {},
  "threads.removeMember": {},
  "threads.getMember": { query: withMember },
  "threads.listMembers": { query: pageAfter(100).extend(withMember.shape) },
  "threads.listActive": {},
  "threads.listArchived": { query: archived },
  "threads.listPrivateArchived": { query: archived },
  "threads.listJoinedArchived": {
    query: z.object({ limit: int(2, 100).optional(), before: id.optional() }),
  },
  "threads.search": { query: SearchThreads },
  "stages.create": {
    body: z.object({
      channel_id: id,
      topic: text(120, 1),
      privacy_level: z.literal(2).optional(),
      send_start_notification: z.boolean().optional(),
      guild_scheduled_event_id: id.optional(),
    }),
  },
  "stages.get": {},
  "stages.edit": {
    body: z.object({ topic: text(120, 1).optional(), privacy_level: z.literal(2).optional() }),
  },
  "stages.delete": {},
};
