import type * as D from "discord-api-types/v10";
import { type Upload } from "../message.js";
import type { WithReason } from "./with-reason.js";
import type { InChannel } from "./messages.js";
/** The guild itself, its audit log, emojis, stickers and invites. */
export interface GuildRest {
    /**
     * The guild. `withCounts` adds approximate numbers of members and of those online. `guild.info` answers without
     * asking Discord.
     *
     * @example
     * const { approximate_presence_count } = await rest.fetchGuild({ withCounts: true });
     * console.log(approximate_presence_count);
     */
    fetchGuild(args?: {
        withCounts?: boolean;
    }): Promise<D.APIGuild>;
    /**
     * What people outside see of it.
     *
     * @example
     * const { description } = await rest.fetchGuildPreview();
     * console.log(description);
     */
    fetchGuildPreview(): Promise<D.APIGuildPreview>;
    /**
     * Changes names, levels and channels; not its owner, features or pictures.
     *
     * @example
     * await rest.editGuild({ payload: { system_channel_id: ctx.msg.channelId }, reason: "Moved" });
     */
    editGuild(args: {
        payload: D.RESTPatchAPIGuildJSONBody;
    } & WithReason): Promise<D.APIGuild>;
    /**
     * Who did what, newest first, oldest first with `after`. `limit`: 1 to 100, 50 by default. `actionType`: Discord's
     * number.
     *
     * @example
     * const log = await rest.fetchAuditLog({ userId: ctx.msg.author.id, limit: 10 });
     * console.log(log.audit_log_entries);
     */
    fetchAuditLog(args?: {
        userId?: string;
        targetId?: string;
        actionType?: D.AuditLogEvent;
        before?: string;
        after?: string;
        limit?: number;
    }): Promise<D.APIAuditLog>;
    /**
     * The guild's own emojis.
     *
     * @example
     * const emojis = await rest.fetchEmojis();
     * console.log(emojis.length);
     */
    fetchEmojis(): Promise<D.APIEmoji[]>;
    /**
     * One emoji.
     *
     * @example
     * const { name } = await rest.fetchEmoji({ emojiId: "123456789012345678" });
     * console.log(name);
     */
    fetchEmoji(args: {
        emojiId: string;
    }): Promise<D.APIEmoji>;
    /**
     * Makes an emoji. `payload.image`: at most 256 KiB as `data:image/png;base64,…`.
     *
     * @example
     * await rest.createEmoji({ payload: { name: "dot", image: "data:image/png;base64,iVBORw0KGgo=" } });
     */
    createEmoji(args: {
        payload: D.RESTPostAPIGuildEmojiJSONBody;
    } & WithReason): Promise<D.APIEmoji>;
    /**
     * Changes name or roles of an emoji.
     *
     * @example
     * await rest.editEmoji({ emojiId: "123456789012345678", payload: { name: "point" } });
     */
    editEmoji(args: {
        emojiId: string;
        payload: D.RESTPatchAPIGuildEmojiJSONBody;
    } & WithReason): Promise<D.APIEmoji>;
    /**
     * Deletes an emoji.
     *
     * @example
     * await rest.deleteEmoji({ emojiId: "123456789012345678" });
     */
    deleteEmoji(args: {
        emojiId: string;
    } & WithReason): Promise<void>;
    /**
     * The guild's own stickers.
     *
     * @example
     * const stickers = await rest.fetchStickers();
     * console.log(stickers.length);
     */
    fetchStickers(): Promise<D.APISticker[]>;
    /**
     * One sticker.
     *
     * @example
     * const { name } = await rest.fetchSticker({ stickerId: "123456789012345678" });
     * console.log(name);
     */
    fetchSticker(args: {
        stickerId: string;
    }): Promise<D.APISticker>;
    /**
     * Makes a sticker. `file`: PNG, APNG, GIF or Lottie of at most 512 KiB. `payload.tags`: the unicode emoji that
     * stands for it.
     *
     * @example
     * await rest.createSticker({
     *   payload: { name: "wave", tags: "👋" },
     *   file: { name: "wave.png", data: new Uint8Array(8), contentType: "image/png" },
     * });
     */
    createSticker(args: {
        payload: {
            name: string;
            description?: string;
            tags: string;
        };
        file: Upload;
    } & WithReason): Promise<D.APISticker>;
    /**
     * Changes name, description or tags of a sticker.
     *
     * @example
     * await rest.editSticker({ stickerId: "123456789012345678", payload: { name: "hello" } });
     */
    editSticker(args: {
        stickerId: string;
        payload: D.RESTPatchAPIGuildStickerJSONBody;
    } & WithReason): Promise<D.APISticker>;
    /**
     * Deletes a sticker.
     *
     * @example
     * await rest.deleteSticker({ stickerId: "123456789012345678" });
     */
    deleteSticker(args: {
        stickerId: string;
    } & WithReason): Promise<void>;
    /**
     * Invites of the whole guild, with how often each was used.
     *
     * @example
     * const invites = await rest.fetchInvites();
     * console.log(invites.map(({ code, uses }) => `${code}: ${uses}`));
     */
    fetchInvites(): Promise<D.APIExtendedInvite[]>;
    /**
     * Invites of one channel.
     *
     * @example
     * const invites = await rest.fetchChannelInvites({ channelId: ctx.msg.channelId });
     * console.log(invites.length);
     */
    fetchChannelInvites(args: InChannel): Promise<D.APIExtendedInvite[]>;
    /**
     * Makes an invite. `payload`: max_age (seconds, 0 for ever), max_uses (0 for any number), temporary, unique.
     *
     * @example
     * const { code } = await rest.createInvite({ channelId: ctx.msg.channelId, payload: { max_age: 3600, max_uses: 1 } });
     * console.log(`https://discord.gg/${code}`);
     */
    createInvite(args: InChannel & {
        payload?: D.RESTPostAPIChannelInviteJSONBody;
    } & WithReason): Promise<D.APIExtendedInvite>;
    /**
     * One invite of this guild.
     *
     * @example
     * const { approximate_member_count } = await rest.fetchInvite({ code: "meadow", withCounts: true });
     * console.log(approximate_member_count);
     */
    fetchInvite(args: {
        code: string;
        withCounts?: boolean;
    }): Promise<D.APIInvite>;
    /**
     * Takes an invite back. Resolves with what it was; undefined where Discord had deleted it, but its answer was lost on
     * the way.
     *
     * @example
     * await rest.deleteInvite({ code: "meadow", reason: "Spread too far" });
     */
    deleteInvite(args: {
        code: string;
    } & WithReason): Promise<D.APIInvite | undefined>;
}
export declare const guild: GuildRest;
