import type * as D from "discord-api-types/v10";
import { type MessageInput } from "../message.js";
import type { OfGuild, WithReason } from "./with-reason.js";
import type { InChannel, OfMessage } from "./messages.js";
interface InThread {
    threadId: string;
}
interface OfThreadMember extends InThread {
    userId: string;
}
interface Archive extends InChannel {
    /** 2 to 100. */
    limit?: number;
    /** ISO 8601: archived before then. */
    before?: string;
}
/** Channels, threads and stages. A thread may stand wherever a `channelId` is asked for. */
export interface ChannelRest {
    /**
     * All channels, threads left out. `guild.channels` answers without asking Discord.
     *
     * @example
     * const channels = await rest.fetchChannels();
     * console.log(channels.length);
     */
    fetchChannels(): Promise<D.APIGuildChannel[]>;
    /**
     * A channel or thread.
     *
     * @example
     * const channel = await rest.fetchChannel({ channelId: ctx.msg.channelId });
     * console.log(channel.type);
     */
    fetchChannel(args: InChannel): Promise<D.APIChannel>;
    /**
     * Makes a channel. `payload`: name, type, topic, parent_id, permission_overwrites, … in Discord's spelling.
     *
     * @example
     * const { id } = await rest.createChannel({ payload: { name: "events", type: 0, topic: "What happens when" } });
     * console.log(id);
     */
    createChannel(args: {
        payload: D.RESTPostAPIGuildChannelJSONBody;
    } & WithReason & OfGuild): Promise<D.APIChannel>;
    /**
     * Changes a channel or thread; `archived`, `locked`, `applied_tags` … of threads go here too.
     *
     * @example
     * await rest.editChannel({ channelId: ctx.msg.channelId, payload: { rate_limit_per_user: 5 }, reason: "Slower, please" });
     */
    editChannel(args: InChannel & {
        payload: D.RESTPatchAPIChannelJSONBody;
    } & WithReason): Promise<D.APIChannel>;
    /**
     * Puts channels at new positions, and into other categories.
     *
     * @example
     * await rest.moveChannels({ payload: [{ id: ctx.msg.channelId, position: 0 }] });
     */
    moveChannels(args: {
        payload: D.RESTPatchAPIGuildChannelPositionsJSONBody;
    } & WithReason): Promise<void>;
    /**
     * Deletes a channel or thread, for good. Resolves with what it was; undefined where Discord had deleted it, but its
     * answer was lost on the way.
     *
     * @example
     * await rest.deleteChannel({ channelId: ctx.msg.channelId, reason: "The event is over" });
     */
    deleteChannel(args: InChannel & WithReason): Promise<D.APIChannel | undefined>;
    /**
     * What a role (`payload.type` 0) or a member (1) may do in the channel.
     *
     * @example
     * await rest.setChannelPermission({
     *   channelId: ctx.msg.channelId,
     *   overwriteId: ctx.msg.author.id,
     *   payload: { type: 1, allow: "1024", deny: "0" },
     * });
     */
    setChannelPermission(args: InChannel & {
        overwriteId: string;
        payload: D.RESTPutAPIChannelPermissionJSONBody;
    } & WithReason): Promise<void>;
    /**
     * Takes back what {@link ChannelRest.setChannelPermission} has set.
     *
     * @example
     * await rest.deleteChannelPermission({ channelId: ctx.msg.channelId, overwriteId: ctx.msg.author.id });
     */
    deleteChannelPermission(args: InChannel & {
        overwriteId: string;
    } & WithReason): Promise<void>;
    /**
     * Has the messages of an announcement channel posted in another channel of the guild.
     *
     * @example
     * await rest.followChannel({ channelId: ctx.msg.channelId, payload: { webhook_channel_id: "123456789012345678" } });
     */
    followChannel(args: InChannel & {
        payload: D.RESTPostAPIChannelFollowersJSONBody;
    } & WithReason): Promise<D.APIFollowedChannel>;
    /**
     * What a voice channel shows above its members; null for nothing.
     *
     * @example
     * await rest.setVoiceChannelStatus({ channelId: "123456789012345678", payload: { status: "Chess" } });
     */
    setVoiceChannelStatus(args: InChannel & {
        payload: D.RESTPutAPIChannelVoiceStatusJSONBody;
    } & WithReason): Promise<void>;
    /**
     * Begins a thread without a message, or a post of a forum: `payload.message` and `attachments` are its first
     * message.
     *
     * @example
     * const thread = await rest.createThread({ channelId: ctx.msg.channelId, payload: { name: "Plans", type: 11 } });
     * await rest.sendMessage({ channelId: thread.id, content: "Who brings what?" });
     */
    createThread(args: InChannel & {
        payload: D.RESTPostAPIChannelThreadsJSONBody | D.RESTPostAPIGuildForumThreadsJSONBody;
        attachments?: MessageInput["attachments"];
    } & WithReason): Promise<D.APIThreadChannel>;
    /**
     * Begins a thread at a message.
     *
     * @example
     * await rest.createThreadFromMessage({ channelId: ctx.msg.channelId, messageId: ctx.msg.id, payload: { name: "Answers" } });
     */
    createThreadFromMessage(args: OfMessage & {
        payload: D.RESTPostAPIChannelMessagesThreadsJSONBody;
    } & WithReason): Promise<D.APIThreadChannel>;
    /**
     * Joins as the bot.
     *
     * @example
     * await rest.joinThread({ threadId: "123456789012345678" });
     */
    joinThread(args: InThread): Promise<void>;
    /**
     * Leaves as the bot.
     *
     * @example
     * await rest.leaveThread({ threadId: "123456789012345678" });
     */
    leaveThread(args: InThread): Promise<void>;
    /**
     * Adds a member of the guild to a thread.
     *
     * @example
     * await rest.addThreadMember({ threadId: "123456789012345678", userId: ctx.msg.author.id });
     */
    addThreadMember(args: OfThreadMember): Promise<void>;
    /**
     * Takes somebody out of a thread.
     *
     * @example
     * await rest.removeThreadMember({ threadId: "123456789012345678", userId: ctx.msg.author.id });
     */
    removeThreadMember(args: OfThreadMember): Promise<void>;
    /**
     * Somebody in a thread; Discord answers code 10007 for who is not in it.
     *
     * @example
     * const { join_timestamp } = await rest.fetchThreadMember({ threadId: "123456789012345678", userId: ctx.msg.author.id });
     * console.log(join_timestamp);
     */
    fetchThreadMember(args: OfThreadMember & {
        withMember?: boolean;
    }): Promise<D.APIThreadMember>;
    /**
     * Who is in a thread. `limit`: 1 to 100. Needs the member intent.
     *
     * @example
     * const members = await rest.fetchThreadMembers({ threadId: "123456789012345678", limit: 100 });
     * console.log(members.length);
     */
    fetchThreadMembers(args: InThread & {
        limit?: number;
        after?: string;
        withMember?: boolean;
    }): Promise<D.APIThreadMember[]>;
    /**
     * Active threads of the whole guild.
     *
     * @example
     * const { threads } = await rest.fetchActiveThreads();
     * console.log(threads);
     */
    fetchActiveThreads(): Promise<D.APIThreadList>;
    /**
     * Public threads of a channel that are archived, the latest first.
     *
     * @example
     * const { threads } = await rest.fetchArchivedThreads({ channelId: ctx.msg.channelId, limit: 50 });
     * console.log(threads.length);
     */
    fetchArchivedThreads(args: Archive): Promise<D.APIThreadList>;
    /**
     * Private threads of a channel that are archived.
     *
     * @example
     * const { threads } = await rest.fetchPrivateArchivedThreads({ channelId: ctx.msg.channelId });
     * console.log(threads.length);
     */
    fetchPrivateArchivedThreads(args: Archive): Promise<D.APIThreadList>;
    /**
     * Those private threads that the bot has joined; `before` is the id of a thread.
     *
     * @example
     * const { threads } = await rest.fetchJoinedArchivedThreads({ channelId: ctx.msg.channelId, limit: 10 });
     * console.log(threads.length);
     */
    fetchJoinedArchivedThreads(args: Archive): Promise<D.APIThreadList>;
    /**
     * Threads of a channel, posts of a forum. `limit`: 1 to 25; `tag`: ids of tags.
     *
     * @example
     * const { total_results } = await rest.searchThreads({ channelId: ctx.msg.channelId, name: "help", archived: true });
     * console.log(total_results);
     */
    searchThreads(args: InChannel & {
        name?: string;
        tag?: string[];
        archived?: boolean;
        limit?: number;
        offset?: number;
        sortBy?: "relevance" | "creation_time" | "last_message_time" | "archive_time";
        sortOrder?: "asc" | "desc";
    }): Promise<D.APIThreadList & {
        total_results: number;
    }>;
    /**
     * Begins a stage. `payload` names `channel_id` and `topic`.
     *
     * @example
     * await rest.createStageInstance({ payload: { channel_id: "123456789012345678", topic: "Questions" } });
     */
    createStageInstance(args: {
        payload: D.RESTPostAPIStageInstanceJSONBody;
    } & WithReason): Promise<D.APIStageInstance>;
    /**
     * The stage that goes on in a channel.
     *
     * @example
     * const { topic } = await rest.fetchStageInstance({ channelId: "123456789012345678" });
     * console.log(topic);
     */
    fetchStageInstance(args: InChannel): Promise<D.APIStageInstance>;
    /**
     * Changes the topic of a stage.
     *
     * @example
     * await rest.editStageInstance({ channelId: "123456789012345678", payload: { topic: "Answers" } });
     */
    editStageInstance(args: InChannel & {
        payload: D.RESTPatchAPIStageInstanceJSONBody;
    } & WithReason): Promise<D.APIStageInstance>;
    /**
     * Ends a stage.
     *
     * @example
     * await rest.deleteStageInstance({ channelId: "123456789012345678" });
     */
    deleteStageInstance(args: InChannel & WithReason): Promise<void>;
}
export declare const channels: ChannelRest;
export {};
