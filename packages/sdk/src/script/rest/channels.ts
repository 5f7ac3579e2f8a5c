import type * as D from "discord-api-types/v10";
import { type MessageInput, toMessage } from "../message.ts";
import { bind, call, type WithReason } from "./call.ts";
import type { InChannel, OfMessage } from "./messages.ts";

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
  /** Without threads. */
  fetchChannels(): Promise<D.APIGuildChannel[]>;
  fetchChannel(args: InChannel): Promise<D.APIChannel>;
  /** `payload`: name, type, topic, parent_id, permission_overwrites, … in Discord's spelling. */
  createChannel(args: { payload: D.RESTPostAPIGuildChannelJSONBody } & WithReason): Promise<D.APIChannel>;
  /** Channels and threads: `archived`, `locked`, `applied_tags` … go here too. */
  editChannel(
    args: InChannel & { payload: D.RESTPatchAPIChannelJSONBody } & WithReason,
  ): Promise<D.APIChannel>;
  /** New positions, and new categories. */
  moveChannels(args: { payload: D.RESTPatchAPIGuildChannelPositionsJSONBody } & WithReason): Promise<void>;
  deleteChannel(args: InChannel & WithReason): Promise<D.APIChannel>;
  /** What a role (`payload.type` 0) or a member (1) may do in the channel. */
  setChannelPermission(
    args: InChannel & { overwriteId: string; payload: D.RESTPutAPIChannelPermissionJSONBody } & WithReason,
  ): Promise<void>;
  deleteChannelPermission(args: InChannel & { overwriteId: string } & WithReason): Promise<void>;
  /** Has the messages of an announcement channel posted in another channel of the guild. */
  followChannel(
    args: InChannel & { payload: D.RESTPostAPIChannelFollowersJSONBody } & WithReason,
  ): Promise<D.APIFollowedChannel>;
  /** What a voice channel shows above its members; null for nothing. */
  setVoiceChannelStatus(
    args: InChannel & { payload: D.RESTPutAPIChannelVoiceStatusJSONBody } & WithReason,
  ): Promise<void>;

  /** A thread without a message, or a post of a forum, which begins with `payload.message` and `attachments`. */
  createThread(
    args:
      & InChannel
      & {
        payload: D.RESTPostAPIChannelThreadsJSONBody | D.RESTPostAPIGuildForumThreadsJSONBody;
        attachments?: MessageInput["attachments"];
      }
      & WithReason,
  ): Promise<D.APIThreadChannel>;
  createThreadFromMessage(
    args: OfMessage & { payload: D.RESTPostAPIChannelMessagesThreadsJSONBody } & WithReason,
  ): Promise<D.APIThreadChannel>;
  joinThread(args: InThread): Promise<void>;
  leaveThread(args: InThread): Promise<void>;
  addThreadMember(args: OfThreadMember): Promise<void>;
  removeThreadMember(args: OfThreadMember): Promise<void>;
  fetchThreadMember(args: OfThreadMember & { withMember?: boolean }): Promise<D.APIThreadMember>;
  /** `limit`: 1 to 100. Needs the member intent. */
  fetchThreadMembers(
    args: InThread & { limit?: number; after?: string; withMember?: boolean },
  ): Promise<D.APIThreadMember[]>;
  /** Of the whole guild. */
  fetchActiveThreads(): Promise<D.APIThreadList>;
  fetchArchivedThreads(args: Archive): Promise<D.APIThreadList>;
  fetchPrivateArchivedThreads(args: Archive): Promise<D.APIThreadList>;
  /** Private ones the bot has joined; `before` is the id of a thread. */
  fetchJoinedArchivedThreads(args: Archive): Promise<D.APIThreadList>;

  /** Threads of a channel, posts of a forum. `limit`: 1 to 25; `tag`: ids of tags. */
  searchThreads(
    args: InChannel & {
      name?: string;
      tag?: string[];
      archived?: boolean;
      limit?: number;
      offset?: number;
      sortBy?: "relevance" | "creation_time" | "last_message_time" | "archive_time";
      sortOrder?: "asc" | "desc";
    },
  ): Promise<D.APIThreadList & { total_results: number }>;

  /** Begins a stage: `payload` names `channel_id` and `topic`. */
  createStageInstance(
    args: { payload: D.RESTPostAPIStageInstanceJSONBody } & WithReason,
  ): Promise<D.APIStageInstance>;
  fetchStageInstance(args: InChannel): Promise<D.APIStageInstance>;
  editStageInstance(
    args: InChannel & { payload: D.RESTPatchAPIStageInstanceJSONBody } & WithReason,
  ): Promise<D.APIStageInstance>;
  deleteStageInstance(args: InChannel & WithReason): Promise<void>;
}

const bound = bind<Omit<ChannelRest, "createThread">>({
  fetchChannels: ["channels.list"],
  fetchChannel: ["channels.get", "channelId"],
  createChannel: ["channels.create"],
  editChannel: ["channels.edit", "channelId"],
  moveChannels: ["channels.move"],
  deleteChannel: ["channels.delete", "channelId"],
  setChannelPermission: ["channels.setPermission", "channelId", "overwriteId"],
  deleteChannelPermission: ["channels.deletePermission", "channelId", "overwriteId"],
  followChannel: ["channels.follow", "channelId"],
  createThreadFromMessage: ["threads.createFromMessage", "channelId", "messageId"],
  joinThread: ["threads.join", "threadId"],
  leaveThread: ["threads.leave", "threadId"],
  addThreadMember: ["threads.addMember", "threadId", "userId"],
  removeThreadMember: ["threads.removeMember", "threadId", "userId"],
  fetchThreadMember: ["threads.getMember", "threadId", "userId"],
  fetchThreadMembers: ["threads.listMembers", "threadId"],
  fetchActiveThreads: ["threads.listActive"],
  fetchArchivedThreads: ["threads.listArchived", "channelId"],
  fetchPrivateArchivedThreads: ["threads.listPrivateArchived", "channelId"],
  fetchJoinedArchivedThreads: ["threads.listJoinedArchived", "channelId"],
  searchThreads: ["threads.search", "channelId"],
  setVoiceChannelStatus: ["channels.setVoiceStatus", "channelId"],
  createStageInstance: ["stages.create"],
  fetchStageInstance: ["stages.get", "channelId"],
  editStageInstance: ["stages.edit", "channelId"],
  deleteStageInstance: ["stages.delete", "channelId"],
});

export const channels: ChannelRest = {
  ...bound,
  createThread({ payload, attachments, ...args }) {
    if (attachments === undefined) return call(["threads.create", "channelId"], { ...args, payload });
    const { body, files } = toMessage({ attachments }, "thread");
    const message = { ..."message" in payload ? payload.message : {}, ...body };
    return call(["threads.create", "channelId"], { ...args, payload: { ...payload, message }, files });
  },
};
