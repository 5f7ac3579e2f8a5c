import type * as D from "discord-api-types/v10";
import type { SentMessage } from "../context-types.ts";
import { type MessageInput, type ReplyInput, toMessage } from "../message.ts";
import { bind, call, type WithReason } from "./call.ts";

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
  /** `stickerIds`: up to 3 of the guild's own. */
  sendMessage(
    args: InChannel & Omit<ReplyInput, "ephemeral"> & { stickerIds?: string[] },
  ): Promise<SentMessage>;
  /** Discord lets a bot edit only its own. */
  editMessage(args: OfMessage & MessageInput): Promise<SentMessage>;
  deleteMessage(args: OfMessage & WithReason): Promise<void>;
  /** 2 to 100 messages, none older than two weeks. */
  bulkDeleteMessages(args: InChannel & { messageIds: string[] } & WithReason): Promise<void>;
  fetchMessage(args: OfMessage): Promise<SentMessage>;
  /** Newest first. `limit`: 1 to 100, 50 by default; at most one of `before`, `after`, `around`. */
  fetchMessages(
    args: InChannel & { limit?: number; before?: string; after?: string; around?: string },
  ): Promise<SentMessage[]>;
  /**
   * Messages of the whole guild, or of some channels. `limit`: 1 to 25. While Discord still indexes the guild the answer
   * says so and when to ask again (`retry_after`, seconds).
   */
  searchMessages(
    args: {
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
    },
  ): Promise<D.RESTGetAPIGuildMessagesSearchResult>;
  /** `limit`: 1 to 50. `before`: ISO 8601, when a message was pinned. */
  fetchPinnedMessages(
    args: InChannel & { limit?: number; before?: string },
  ): Promise<D.RESTGetAPIChannelMessagesPinsResult>;
  pinMessage(args: OfMessage & WithReason): Promise<void>;
  unpinMessage(args: OfMessage & WithReason): Promise<void>;
  /** Publishes a message of an announcement channel to those that follow it. */
  crosspostMessage(args: OfMessage): Promise<SentMessage>;
  /** Shows that the bot writes, for ten seconds or until it sends something. */
  sendTyping(args: InChannel): Promise<void>;
  addReaction(args: OfReaction): Promise<void>;
  /** The bot's own reaction, or that of `userId`. */
  removeReaction(args: OfReaction & { userId?: string }): Promise<void>;
  /** All reactions, or all of one emoji. */
  clearReactions(args: OfMessage & { emoji?: string }): Promise<void>;
  /** Who reacted with an emoji. `limit`: 1 to 100, 25 by default. `type`: 1 for super reactions. */
  fetchReactions(args: OfReaction & { limit?: number; after?: string; type?: 0 | 1 }): Promise<D.APIUser[]>;
  /** Who voted for an answer, by its number, from "1". `limit`: 1 to 100, 25 by default. */
  fetchPollVoters(
    args: OfMessage & { answerId: string; limit?: number; after?: string },
  ): Promise<D.RESTGetAPIPollAnswerVotersResult>;
  /** Ends one of the bot's own polls at once. */
  endPoll(args: OfMessage): Promise<SentMessage>;
}

const bound = bind<
  Omit<
    MessageRest,
    "sendMessage" | "editMessage" | "bulkDeleteMessages" | "removeReaction" | "clearReactions"
  >
>({
  deleteMessage: ["messages.delete", "channelId", "messageId"],
  fetchMessage: ["messages.get", "channelId", "messageId"],
  fetchMessages: ["messages.list", "channelId"],
  searchMessages: ["messages.search"],
  fetchPinnedMessages: ["messages.pins", "channelId"],
  pinMessage: ["messages.pin", "channelId", "messageId"],
  unpinMessage: ["messages.unpin", "channelId", "messageId"],
  crosspostMessage: ["messages.crosspost", "channelId", "messageId"],
  sendTyping: ["messages.typing", "channelId"],
  addReaction: ["reactions.add", "channelId", "messageId", "emoji"],
  fetchReactions: ["reactions.list", "channelId", "messageId", "emoji"],
  fetchPollVoters: ["polls.voters", "channelId", "messageId", "answerId"],
  endPoll: ["polls.end", "channelId", "messageId"],
});

export const messages: MessageRest = {
  ...bound,
  sendMessage({ channelId, replyTo, stickerIds, ...message }) {
    const { body, files } = toMessage(message, "message");
    const reference = replyTo ? { message_reference: { message_id: replyTo } } : {};
    const payload = { ...body, ...reference, sticker_ids: stickerIds };
    return call(["messages.send", "channelId"], { channelId, payload, files });
  },
  editMessage({ channelId, messageId, ...message }) {
    const { body, files } = toMessage(message, "message");
    return call(["messages.edit", "channelId", "messageId"], { channelId, messageId, payload: body, files });
  },
  bulkDeleteMessages({ messageIds, ...args }) {
    return call(["messages.bulkDelete", "channelId"], { ...args, payload: { messages: messageIds } });
  },
  removeReaction({ userId, ...args }) {
    return userId === undefined
      ? call(["reactions.removeOwn", "channelId", "messageId", "emoji"], args)
      : call(["reactions.remove", "channelId", "messageId", "emoji", "userId"], { ...args, userId });
  },
  clearReactions({ emoji, ...args }) {
    return emoji === undefined
      ? call(["reactions.clear", "channelId", "messageId"], args)
      : call(["reactions.clearEmoji", "channelId", "messageId", "emoji"], { ...args, emoji });
  },
};
