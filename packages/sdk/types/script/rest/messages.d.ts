import type * as D from "discord-api-types/v10";
import type { SentMessage } from "../context-types.js";
import { type MessageInput, type ReplyInput } from "../message.js";
import type { WithReason } from "./with-reason.js";
export interface InChannel {
    channelId: string;
}
export interface OfMessage extends InChannel {
    messageId: string;
}
export interface OfReaction extends OfMessage {
    /** A unicode emoji, or `name:id` of one of the guild's own. */
    emoji: string;
}
/** Messages, reactions and polls. */
export interface MessageRest {
    /**
     * Writes a message. `stickerIds`: up to 3 of the guild's own. A wrong field is INVALID_ARGUMENT with its path.
     *
     * @example
     * await rest.sendMessage({ channelId: ctx.msg.channelId, content: "Hello", replyTo: ctx.msg.id });
     */
    sendMessage(args: InChannel & Omit<ReplyInput, "ephemeral"> & {
        stickerIds?: string[];
    }): Promise<SentMessage>;
    /**
     * Changes a message; what is left out stays. Discord lets a bot edit only its own.
     *
     * @example
     * const sent = await ctx.reply("3 …");
     * await rest.editMessage({ channelId: ctx.msg.channelId, messageId: sent.id, content: "2 …" });
     */
    editMessage(args: OfMessage & MessageInput): Promise<SentMessage>;
    /**
     * Deletes a message.
     *
     * @example
     * if (ctx.msg.content.includes("spoiler")) await rest.deleteMessage({ channelId: ctx.msg.channelId, messageId: ctx.msg.id, reason: "Spoiler" });
     */
    deleteMessage(args: OfMessage & WithReason): Promise<void>;
    /**
     * Deletes 2 to 100 messages at once, none older than two weeks.
     *
     * @example
     * const messages = await rest.fetchMessages({ channelId: ctx.msg.channelId, limit: 20 });
     * await rest.bulkDeleteMessages({ channelId: ctx.msg.channelId, messageIds: messages.map(({ id }) => id), reason: "Clean-up" });
     */
    bulkDeleteMessages(args: InChannel & {
        messageIds: string[];
    } & WithReason): Promise<void>;
    /**
     * One message, with its reactions.
     *
     * @example
     * const { reactions } = await rest.fetchMessage({ channelId: ctx.msg.channelId, messageId: ctx.msg.id });
     * console.log(reactions?.length ?? 0);
     */
    fetchMessage(args: OfMessage): Promise<SentMessage>;
    /**
     * Messages of a channel, newest first. `limit`: 1 to 100, 50 by default; at most one of `before`, `after`, `around`.
     *
     * @example
     * const before = await rest.fetchMessages({ channelId: ctx.msg.channelId, before: ctx.msg.id, limit: 10 });
     * console.log(`${before.length} messages came before`);
     */
    fetchMessages(args: InChannel & {
        limit?: number;
        before?: string;
        after?: string;
        around?: string;
    }): Promise<SentMessage[]>;
    /**
     * Messages of the whole guild, or of some channels. `limit`: 1 to 25. While Discord still indexes the guild the answer
     * says so and when to ask again (`retry_after`, seconds).
     *
     * @example
     * const found = await rest.searchMessages({ authorId: [ctx.msg.author.id], has: ["image"] });
     * console.log(found);
     */
    searchMessages(args: {
        content?: string;
        authorId?: string[];
        mentions?: string[];
        mentionsRoleId?: string[];
        channelId?: string[];
        /** `link`, `embed`, `file`, `image`, `video`, `sound`, `sticker`, `poll`; with `-` in front those without. */
        has?: string[];
        pinned?: boolean;
        minId?: string;
        maxId?: string;
        limit?: number;
        offset?: number;
        sortBy?: "relevance" | "timestamp";
        sortOrder?: "asc" | "desc";
    }): Promise<D.RESTGetAPIGuildMessagesSearchResult>;
    /**
     * Pinned messages, the latest pinned first. `limit`: 1 to 50. `before`: ISO 8601, when a message was pinned.
     *
     * @example
     * const { has_more } = await rest.fetchPinnedMessages({ channelId: ctx.msg.channelId, limit: 50 });
     * console.log(has_more);
     */
    fetchPinnedMessages(args: InChannel & {
        limit?: number;
        before?: string;
    }): Promise<D.RESTGetAPIChannelMessagesPinsResult>;
    /**
     * Pins a message; a channel holds 250.
     *
     * @example
     * await rest.pinMessage({ channelId: ctx.msg.channelId, messageId: ctx.msg.id, reason: "Worth keeping" });
     */
    pinMessage(args: OfMessage & WithReason): Promise<void>;
    /**
     * Takes a pin away.
     *
     * @example
     * await rest.unpinMessage({ channelId: ctx.msg.channelId, messageId: ctx.msg.id });
     */
    unpinMessage(args: OfMessage & WithReason): Promise<void>;
    /**
     * Publishes a message of an announcement channel to those that follow it.
     *
     * @example
     * await rest.crosspostMessage({ channelId: ctx.msg.channelId, messageId: ctx.msg.id });
     */
    crosspostMessage(args: OfMessage): Promise<SentMessage>;
    /**
     * Shows that the bot writes, for ten seconds or until it sends something.
     *
     * @example
     * await rest.sendTyping({ channelId: ctx.msg.channelId });
     */
    sendTyping(args: InChannel): Promise<void>;
    /**
     * Reacts as the bot.
     *
     * @example
     * await rest.addReaction({ channelId: ctx.msg.channelId, messageId: ctx.msg.id, emoji: "👍" });
     */
    addReaction(args: OfReaction): Promise<void>;
    /**
     * Takes the bot's own reaction back, or that of `userId`.
     *
     * @example
     * await rest.removeReaction({ channelId: ctx.msg.channelId, messageId: ctx.msg.id, emoji: "👎", userId: ctx.msg.author.id });
     */
    removeReaction(args: OfReaction & {
        userId?: string;
    }): Promise<void>;
    /**
     * Takes all reactions away, or all of one emoji.
     *
     * @example
     * await rest.clearReactions({ channelId: ctx.msg.channelId, messageId: ctx.msg.id });
     */
    clearReactions(args: OfMessage & {
        emoji?: string;
    }): Promise<void>;
    /**
     * Who reacted with an emoji. `limit`: 1 to 100, 25 by default. `type`: 1 for super reactions.
     *
     * @example
     * const users = await rest.fetchReactions({ channelId: ctx.msg.channelId, messageId: ctx.msg.id, emoji: "🎉", limit: 100 });
     * console.log(users.map(({ username }) => username));
     */
    fetchReactions(args: OfReaction & {
        limit?: number;
        after?: string;
        type?: 0 | 1;
    }): Promise<D.APIUser[]>;
    /**
     * Who voted for an answer, by its number, from "1". `limit`: 1 to 100, 25 by default.
     *
     * @example
     * const { users } = await rest.fetchPollVoters({ channelId: ctx.msg.channelId, messageId: ctx.msg.id, answerId: "1" });
     * console.log(users);
     */
    fetchPollVoters(args: OfMessage & {
        answerId: string;
        limit?: number;
        after?: string;
    }): Promise<D.RESTGetAPIPollAnswerVotersResult>;
    /**
     * Ends one of the bot's own polls at once.
     *
     * @example
     * await rest.endPoll({ channelId: ctx.msg.channelId, messageId: ctx.msg.id });
     */
    endPoll(args: OfMessage): Promise<SentMessage>;
}
export declare const messages: MessageRest;
