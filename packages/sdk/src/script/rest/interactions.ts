import type { SentMessage } from "../context-types.ts";
import { type MessageInput, type ReplyInput, toMessage } from "../message.ts";
import { ops } from "../../runtime/wall.ts";

export interface ByToken {
  /** `ctx.msg.interactionToken`. */
  token: string;
}

/** Answers to interactions; `ctx` has shorter ways to most of them. */
export interface InteractionRest {
  sendInteractionResponse(args: ByToken & ReplyInput): Promise<void>;
  deferInteractionResponse(args: ByToken & { ephemeral?: boolean }): Promise<void>;
  updateInteractionResponse(args: ByToken & MessageInput): Promise<void>;
  fetchOriginalInteractionResponse(args: ByToken): Promise<SentMessage>;
  editOriginalInteractionResponse(args: ByToken & MessageInput): Promise<SentMessage>;
  deleteOriginalInteractionResponse(args: ByToken): Promise<void>;
  createFollowupMessage(args: ByToken & ReplyInput): Promise<SentMessage>;
  editFollowupMessage(args: ByToken & { messageId: string } & MessageInput): Promise<SentMessage>;
  deleteFollowupMessage(args: ByToken & { messageId: string }): Promise<void>;
}

export const interactions: InteractionRest = {
  async sendInteractionResponse({ token, ...message }) {
    const { body, files } = toMessage(message, "message");
    await ops.interactions.respond({ interaction: token, type: 4, data: body, ...(files ? { files } : {}) });
  },
  async deferInteractionResponse({ token, ephemeral }) {
    const data = ephemeral ? { data: { flags: 64 } } : {};
    await ops.interactions.respond({ interaction: token, type: 5, ...data });
  },
  async updateInteractionResponse({ token, ...message }) {
    const { body, files } = toMessage(message, "message");
    await ops.interactions.respond({ interaction: token, type: 7, data: body, ...(files ? { files } : {}) });
  },
  async fetchOriginalInteractionResponse({ token }) {
    return await ops.interactions.getOriginal({ interaction: token }) as SentMessage;
  },
  async editOriginalInteractionResponse({ token, ...message }) {
    const edit = { interaction: token, ...toMessage(message, "message") };
    return await ops.interactions.editOriginal(edit) as SentMessage;
  },
  async deleteOriginalInteractionResponse({ token }) {
    await ops.interactions.deleteOriginal({ interaction: token });
  },
  async createFollowupMessage({ token, ...message }) {
    const followUp = { interaction: token, ...toMessage(message, "message") };
    return await ops.interactions.followUp(followUp) as SentMessage;
  },
  async editFollowupMessage({ token, messageId, ...message }) {
    const edit = { interaction: token, messageId, ...toMessage(message, "message") };
    return await ops.interactions.editFollowUp(edit) as SentMessage;
  },
  async deleteFollowupMessage({ token, messageId }) {
    await ops.interactions.deleteFollowUp({ interaction: token, messageId });
  },
};
