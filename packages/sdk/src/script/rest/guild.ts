import type * as D from "discord-api-types/v10";
import { toMessage, type Upload } from "../message.ts";
import { bind, call, type WithReason } from "./call.ts";
import type { InChannel } from "./messages.ts";

/** The guild itself, its audit log, emojis, stickers and invites. */
export interface GuildRest {
  /** `withCounts` adds approximate numbers of members and of those online. */
  fetchGuild(args?: { withCounts?: boolean }): Promise<D.APIGuild>;
  fetchGuildPreview(): Promise<D.APIGuildPreview>;
  /** Names, levels and channels; not its owner, features or pictures. */
  editGuild(args: { payload: D.RESTPatchAPIGuildJSONBody } & WithReason): Promise<D.APIGuild>;
  /** Newest first, oldest first with `after`. `limit`: 1 to 100, 50 by default. `actionType`: Discord's number. */
  fetchAuditLog(
    args?: {
      userId?: string;
      targetId?: string;
      actionType?: D.AuditLogEvent;
      before?: string;
      after?: string;
      limit?: number;
    },
  ): Promise<D.APIAuditLog>;

  fetchEmojis(): Promise<D.APIEmoji[]>;
  fetchEmoji(args: { emojiId: string }): Promise<D.APIEmoji>;
  /** `payload.image`: at most 256 KiB as `data:image/png;base64,…`. */
  createEmoji(args: { payload: D.RESTPostAPIGuildEmojiJSONBody } & WithReason): Promise<D.APIEmoji>;
  editEmoji(
    args: { emojiId: string; payload: D.RESTPatchAPIGuildEmojiJSONBody } & WithReason,
  ): Promise<D.APIEmoji>;
  deleteEmoji(args: { emojiId: string } & WithReason): Promise<void>;

  fetchStickers(): Promise<D.APISticker[]>;
  fetchSticker(args: { stickerId: string }): Promise<D.APISticker>;
  /** `file`: PNG, APNG, GIF or Lottie of at most 512 KiB. `payload.tags`: the unicode emoji that stands for it. */
  createSticker(
    args: { payload: { name: string; description?: string; tags: string }; file: Upload } & WithReason,
  ): Promise<D.APISticker>;
  editSticker(
    args: { stickerId: string; payload: D.RESTPatchAPIGuildStickerJSONBody } & WithReason,
  ): Promise<D.APISticker>;
  deleteSticker(args: { stickerId: string } & WithReason): Promise<void>;

  /** Of the whole guild, with how often each was used. */
  fetchInvites(): Promise<D.APIExtendedInvite[]>;
  fetchChannelInvites(args: InChannel): Promise<D.APIExtendedInvite[]>;
  /** `payload`: max_age (seconds, 0 for ever), max_uses (0 for any number), temporary, unique. */
  createInvite(
    args: InChannel & { payload?: D.RESTPostAPIChannelInviteJSONBody } & WithReason,
  ): Promise<D.APIExtendedInvite>;
  /** Invites of this guild only. */
  fetchInvite(args: { code: string; withCounts?: boolean }): Promise<D.APIInvite>;
  deleteInvite(args: { code: string } & WithReason): Promise<D.APIInvite>;
}

const bound = bind<Omit<GuildRest, "createSticker">>({
  fetchGuild: ["guild.get"],
  fetchGuildPreview: ["guild.preview"],
  editGuild: ["guild.edit"],
  fetchAuditLog: ["guild.auditLog"],
  fetchEmojis: ["emojis.list"],
  fetchEmoji: ["emojis.get", "emojiId"],
  createEmoji: ["emojis.create"],
  editEmoji: ["emojis.edit", "emojiId"],
  deleteEmoji: ["emojis.delete", "emojiId"],
  fetchStickers: ["stickers.list"],
  fetchSticker: ["stickers.get", "stickerId"],
  editSticker: ["stickers.edit", "stickerId"],
  deleteSticker: ["stickers.delete", "stickerId"],
  fetchInvites: ["invites.list"],
  fetchChannelInvites: ["invites.listInChannel", "channelId"],
  createInvite: ["invites.create", "channelId"],
  fetchInvite: ["invites.get", "code"],
  deleteInvite: ["invites.delete", "code"],
});

export const guild: GuildRest = {
  ...bound,
  createSticker({ file, ...args }) {
    return call(["stickers.create"], { ...args, files: toMessage({ attachments: [file] }, "sticker").files });
  },
};
