import { bits, choice, flag, integer, list, model, snowflake, text } from "../form.ts";
import { bitField } from "./component.ts";
import { messageCreate } from "./message.ts";

/** A permission overwrite in a list. */
const overwrite = model({
  id: snowflake(),
  type: choice([0, 1]).nullish(),
  allow: bits().nullish(),
  deny: bits().nullish(),
});

const tag = model({
  id: snowflake().nullish(),
  name: text(20, 1),
  moderated: flag().nullish(),
  emoji_id: snowflake().nullish(),
  emoji_name: text(32).nullish(),
});

const archive = () => choice([60, 1440, 4320, 10080]).nullish();

const fields = {
  position: integer(0).nullish(),
  topic: text(4096).nullish(),
  bitrate: integer(8000, 384_000).nullish(),
  user_limit: integer(0, 10_000).nullish(),
  nsfw: flag().nullish(),
  rate_limit_per_user: integer(0, 21_600).nullish(),
  parent_id: snowflake().nullish(),
  permission_overwrites: list(overwrite, 100).nullish(),
  default_auto_archive_duration: archive(),
  default_thread_rate_limit_per_user: integer(0, 21_600).nullish(),
  default_sort_order: choice([0, 1]).nullish(),
  default_forum_layout: choice([0, 1, 2]).nullish(),
  available_tags: list(tag, 20).nullish(),
  rtc_region: text(100).nullish(),
  video_quality_mode: choice([1, 2]).nullish(),
};

/** `POST /guilds/:id/channels`. */
export const channelCreate = model({
  ...fields,
  name: text(100, 1),
  type: choice([0, 2, 4, 5, 13, 14, 15, 16]).nullish(),
});

/** `PATCH /channels/:id`, threads included. */
export const channelPatch = model({
  ...fields,
  name: text(100, 1).optional(),
  type: choice([0, 5]).nullish(),
  flags: bitField().nullish(),
  archived: flag().nullish(),
  locked: flag().nullish(),
  invitable: flag().nullish(),
  auto_archive_duration: archive(),
  applied_tags: list(snowflake(), 5).nullish(),
});

/** `PUT /channels/:id/permissions/:id`. */
export const overwriteBody = model({
  type: choice([0, 1]).nullish(),
  allow: bits().nullish(),
  deny: bits().nullish(),
});

/** `PATCH /guilds/:id/channels`. */
export const channelPositions = list(
  model({
    id: snowflake(),
    position: integer(0).nullish(),
    parent_id: snowflake().nullish(),
    lock_permissions: flag().nullish(),
  }),
  500,
);

const threadFields = {
  name: text(100, 1),
  auto_archive_duration: archive(),
  rate_limit_per_user: integer(0, 21_600).nullish(),
};

/** A thread made from a message. */
export const threadFromMessage = model(threadFields);

/** A thread made without a message, or a forum post. */
export const threadCreate = model({
  ...threadFields,
  type: choice([10, 11, 12]).nullish(),
  invitable: flag().nullish(),
  applied_tags: list(snowflake(), 5).nullish(),
  message: messageCreate.nullish(),
});

/** `POST /channels/:id/invites`. */
export const inviteBody = model({
  max_age: integer(0, 5_184_000).nullish(),
  max_uses: integer(0, 100).nullish(),
  temporary: flag().nullish(),
  unique: flag().nullish(),
});
