/** @module Discord's REST routes as functions. Ids are proven to be this guild's on the host; nothing here is trusted. */
import type * as D from "discord-api-types/v10";
import { ops } from "../runtime/wall.ts";
import type { SentMessage } from "./context-types.ts";
import { type MessageInput, type ReplyInput, toMessage } from "./message.ts";

interface InChannel {
  channelId: string;
}
interface OfMessage extends InChannel {
  messageId: string;
}
interface WithReason {
  /** For the audit log, at most 400 characters. */
  reason?: string;
}
interface OfUser extends WithReason {
  userId: string;
}
interface OfReaction extends OfMessage {
  /** A unicode emoji, or `name:id`. */
  emoji: string;
}
interface ByToken {
  /** `ctx.msg.interactionToken`. */
  token: string;
}
type Command = D.RESTPostAPIApplicationGuildCommandsJSONBody;

type RestCall = Parameters<typeof ops.discord.rest>[0];

async function call<T>(
  route: RestCall["route"],
  params: Record<string, string>,
  more: Partial<RestCall> = {},
): Promise<T> {
  return await ops.discord.rest({ route, params, ...more }) as T;
}

const reasoned = ({ reason }: WithReason) => reason === undefined ? {} : { reason };
const inChannel = ({ channelId }: InChannel) => ({ channelId });
const ofMessage = ({ channelId, messageId }: OfMessage) => ({ channelId, messageId });

/** One function per route a guild may use; results as Discord sends them. */
export const rest = {
  sendMessage(args: InChannel & Omit<ReplyInput, "ephemeral">): Promise<SentMessage> {
    const { body, files } = toMessage(args, "message");
    const reference = args.replyTo ? { message_reference: { message_id: args.replyTo } } : {};
    return call("messages.send", inChannel(args), {
      body: { ...body, ...reference },
      ...(files ? { files } : {}),
    });
  },
  editMessage: (args: OfMessage & MessageInput): Promise<SentMessage> =>
    call("messages.edit", ofMessage(args), toMessage(args, "message")),
  async deleteMessage(args: OfMessage & WithReason): Promise<void> {
    await call("messages.delete", ofMessage(args), reasoned(args));
  },
  /** 2 to 100 messages, none older than two weeks. */
  async bulkDeleteMessages(args: InChannel & { messageIds: string[] } & WithReason): Promise<void> {
    await call("messages.bulkDelete", inChannel(args), {
      body: { messages: args.messageIds },
      ...reasoned(args),
    });
  },
  fetchMessage: (args: OfMessage): Promise<SentMessage> => call("messages.get", ofMessage(args)),
  fetchMessages(
    { channelId, limit, before, after, around }: InChannel & {
      limit?: number;
      before?: string;
      after?: string;
      around?: string;
    },
  ): Promise<SentMessage[]> {
    return call("messages.list", { channelId }, { query: { limit, before, after, around } });
  },
  async pinMessage(args: OfMessage & WithReason): Promise<void> {
    await call("messages.pin", ofMessage(args), reasoned(args));
  },
  async unpinMessage(args: OfMessage & WithReason): Promise<void> {
    await call("messages.unpin", ofMessage(args), reasoned(args));
  },
  crosspostMessage: (args: OfMessage): Promise<SentMessage> => call("messages.crosspost", ofMessage(args)),
  async addReaction(args: OfReaction): Promise<void> {
    await call("reactions.add", { ...ofMessage(args), emoji: args.emoji });
  },
  /** The bot's own reaction, or that of `userId`. */
  async removeReaction({ userId, ...args }: OfReaction & { userId?: string }): Promise<void> {
    const params = { ...ofMessage(args), emoji: args.emoji };
    if (userId === undefined) await call("reactions.removeOwn", params);
    else await call("reactions.remove", { ...params, userId });
  },
  /** All reactions, or all of one emoji. */
  async clearReactions({ emoji, ...args }: OfMessage & { emoji?: string }): Promise<void> {
    if (emoji === undefined) await call("reactions.clear", ofMessage(args));
    else await call("reactions.clearEmoji", { ...ofMessage(args), emoji });
  },

  async sendInteractionResponse({ token, ...message }: ByToken & ReplyInput): Promise<void> {
    const { body, files } = toMessage(message, "message");
    await ops.interactions.respond({ interaction: token, type: 4, data: body, ...(files ? { files } : {}) });
  },
  async deferInteractionResponse({ token, ephemeral }: ByToken & { ephemeral?: boolean }): Promise<void> {
    await ops.interactions.respond({
      interaction: token,
      type: 5,
      ...(ephemeral ? { data: { flags: 64 } } : {}),
    });
  },
  async updateInteractionResponse({ token, ...message }: ByToken & MessageInput): Promise<void> {
    const { body, files } = toMessage(message, "message");
    await ops.interactions.respond({ interaction: token, type: 7, data: body, ...(files ? { files } : {}) });
  },
  async editOriginalInteractionResponse({ token, ...message }: ByToken & MessageInput): Promise<SentMessage> {
    return await ops.interactions.editOriginal({
      interaction: token,
      ...toMessage(message, "message"),
    }) as SentMessage;
  },
  async deleteOriginalInteractionResponse({ token }: ByToken): Promise<void> {
    await ops.interactions.deleteOriginal({ interaction: token });
  },
  async createFollowupMessage({ token, ...message }: ByToken & ReplyInput): Promise<SentMessage> {
    return await ops.interactions.followUp({
      interaction: token,
      ...toMessage(message, "message"),
    }) as SentMessage;
  },
  async editFollowupMessage(
    { token, messageId, ...message }: ByToken & { messageId: string } & MessageInput,
  ): Promise<SentMessage> {
    const edit = { interaction: token, messageId, ...toMessage(message, "message") };
    return await ops.interactions.editFollowUp(edit) as SentMessage;
  },
  async deleteFollowupMessage({ token, messageId }: ByToken & { messageId: string }): Promise<void> {
    await ops.interactions.deleteFollowUp({ interaction: token, messageId });
  },

  getGuildCommands: (): Promise<D.APIApplicationCommand[]> => call("commands.list", {}),
  /** Replaces all commands of the guild. */
  async upsertGuildCommands({ commands }: { commands: Command[] }): Promise<void> {
    await call("commands.replace", {}, { body: commands });
  },
  createGuildCommand: ({ command }: { command: Command }): Promise<D.APIApplicationCommand> =>
    call("commands.create", {}, { body: command }),
  editGuildCommand: (
    { commandId, command }: { commandId: string; command: Partial<Command> },
  ): Promise<D.APIApplicationCommand> => call("commands.edit", { commandId }, { body: command }),
  async deleteGuildCommand({ commandId }: { commandId: string }): Promise<void> {
    await call("commands.delete", { commandId });
  },

  fetchMember: ({ userId }: { userId: string }): Promise<D.APIGuildMember> => call("members.get", { userId }),
  /** `payload` in Discord's spelling: nick, roles, mute, deaf, channel_id, communication_disabled_until, flags. */
  editMember: (
    { userId, payload, ...more }: OfUser & { payload: D.RESTPatchAPIGuildMemberJSONBody },
  ): Promise<D.APIGuildMember> => call("members.edit", { userId }, { body: payload, ...reasoned(more) }),
  async kickMember({ userId, ...more }: OfUser): Promise<void> {
    await call("members.kick", { userId }, reasoned(more));
  },
  /** `deleteMessageSeconds`: 0..604800 of the user's messages go too. */
  async banMember(
    { userId, deleteMessageSeconds, ...more }: OfUser & { deleteMessageSeconds?: number },
  ): Promise<void> {
    const body = { delete_message_seconds: deleteMessageSeconds };
    await call("bans.create", { userId }, { body, ...reasoned(more) });
  },
  async unbanMember({ userId, ...more }: OfUser): Promise<void> {
    await call("bans.delete", { userId }, reasoned(more));
  },
  async addMemberRole({ userId, roleId, ...more }: OfUser & { roleId: string }): Promise<void> {
    await call("members.addRole", { userId, roleId }, reasoned(more));
  },
  async removeMemberRole({ userId, roleId, ...more }: OfUser & { roleId: string }): Promise<void> {
    await call("members.removeRole", { userId, roleId }, reasoned(more));
  },
};
