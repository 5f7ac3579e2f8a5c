import { z } from "zod";
import { text } from "../text.ts";
import { flags, id, ids, int, page, picture } from "./fields.ts";
import type { Requests } from "./request.ts";

const EMOJI_BYTES = 256 * 1024;
const WEEK_SECONDS = 604_800;

const withCounts = z.object({ with_counts: z.boolean().optional() });

/** What a guild is and how it moderates; who owns it and what features it has are not a script's to change. */
const GuildEdit = z.object({
  name: text(100, 2).optional(),
  description: text(300).nullish(),
  verification_level: int(0, 4).nullish(),
  default_message_notifications: int(0, 1).nullish(),
  explicit_content_filter: int(0, 2).nullish(),
  preferred_locale: z.string().max(10).nullish(),
  afk_timeout: z.union([60, 300, 900, 1800, 3600].map((seconds) => z.literal(seconds))).optional(),
  afk_channel_id: id.nullish(),
  system_channel_id: id.nullish(),
  system_channel_flags: flags.optional(),
  rules_channel_id: id.nullish(),
  public_updates_channel_id: id.nullish(),
  safety_alerts_channel_id: id.nullish(),
  premium_progress_bar_enabled: z.boolean().optional(),
});

const emojiName = z.string().regex(/^\w{2,32}$/, "must have 2 to 32 letters, digits or underscores");
const stickerTexts = {
  name: text(30, 2),
  tags: text(200, 1),
};

export const guildRequests: Requests<"guild" | "emojis" | "stickers" | "invites"> = {
  "guild.get": { query: withCounts },
  "guild.preview": {},
  "guild.edit": { body: GuildEdit },
  "guild.auditLog": {
    query: page(100).extend({
      user_id: id.optional(),
      target_id: id.optional(),
      action_type: int(1, 1000).optional(),
    }),
  },
  "emojis.list": {},
  "emojis.get": {},
  "emojis.create": {
    body: z.object({ name: emojiName, image: picture(EMOJI_BYTES), roles: ids(250).optional() }),
  },
  "emojis.edit": { body: z.object({ name: emojiName.optional(), roles: ids(250).nullish() }) },
  "emojis.delete": {},
  "stickers.list": {},
  "stickers.get": {},
  "stickers.create": {
    body: z.object({ ...stickerTexts, description: text(100).default("") }),
    judge: (_, files) => files?.length === 1 ? undefined : "must come with one file: the sticker itself",
  },
  "stickers.edit": {
    body: z.object({ ...stickerTexts, description: text(100).nullable() }).partial(),
  },
  "stickers.delete": {},
  "invites.list": {},
  "invites.listInChannel": {},
  "invites.create": {
    body: z.object({
      max_age: int(0, WEEK_SECONDS).optional(),
      max_uses: int(0, 100).optional(),
      temporary: z.boolean().optional(),
      unique: z.boolean().optional(),
    }).default({}),
  },
  "invites.get": { query: withCounts.extend({ guild_scheduled_event_id: id.optional() }) },
  "invites.delete": {},
};
