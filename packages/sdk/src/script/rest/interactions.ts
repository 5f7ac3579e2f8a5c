import type { SentMessage } from "../context-types.ts";
import { type MessageInput, type ReplyInput, toMessage } from "../message.ts";
import { ops } from "../../runtime/wall.ts";
import { withFiles } from "../uploads.ts";

export interface ByToken {
  /** `ctx.msg.interactionToken`. */
  token: string;
}

/** Answers to interactions; `ctx` has shorter ways to most of them. */
export interface InteractionRest {
  /**
   * Answers, within three seconds; as `ctx.reply`.
   *
   * @example
   * on("componentInteraction", async ({ msg }) => {
   *   await rest.sendInteractionResponse({ token: msg.interactionToken, content: "Noted", ephemeral: true });
   * });
   */
  sendInteractionResponse(args: ByToken & ReplyInput): Promise<void>;
  /**
   * Shows that an answer is coming, for up to 15 minutes; as `ctx.defer`.
   *
   * @example
   * on("componentInteraction", async ({ msg }) => {
   *   await rest.deferInteractionResponse({ token: msg.interactionToken, ephemeral: true });
   * });
   */
  deferInteractionResponse(args: ByToken & { ephemeral?: boolean }): Promise<void>;
  /**
   * Changes the message that a component belongs to; as `ctx.update`.
   *
   * @example
   * on("componentInteraction", async ({ msg }) => {
   *   await rest.updateInteractionResponse({ token: msg.interactionToken, content: "Pressed", components: [] });
   * });
   */
  updateInteractionResponse(args: ByToken & MessageInput): Promise<void>;
  /**
   * The message that answered; its id is good for later, when the token is not.
   *
   * @example
   * on("componentInteraction", async (ctx) => {
   *   await ctx.reply("Noted");
   *   const { id } = await rest.fetchOriginalInteractionResponse({ token: ctx.msg.interactionToken });
   *   console.log(id);
   * });
   */
  fetchOriginalInteractionResponse(args: ByToken): Promise<SentMessage>;
  /**
   * Changes the answer; as `ctx.edit`.
   *
   * @example
   * on("componentInteraction", async (ctx) => {
   *   await ctx.reply("Working …");
   *   await rest.editOriginalInteractionResponse({ token: ctx.msg.interactionToken, content: "Done" });
   * });
   */
  editOriginalInteractionResponse(args: ByToken & MessageInput): Promise<SentMessage>;
  /**
   * Deletes the answer; as `ctx.deleteReply`.
   *
   * @example
   * on("componentInteraction", async (ctx) => {
   *   await ctx.reply("Gone in a moment");
   *   await rest.deleteOriginalInteractionResponse({ token: ctx.msg.interactionToken });
   * });
   */
  deleteOriginalInteractionResponse(args: ByToken): Promise<void>;
  /**
   * One more message, for 15 minutes after the interaction; as `ctx.followUp`.
   *
   * @example
   * on("componentInteraction", async (ctx) => {
   *   await ctx.defer();
   *   await rest.createFollowupMessage({ token: ctx.msg.interactionToken, content: "And another thing" });
   * });
   */
  createFollowupMessage(args: ByToken & ReplyInput): Promise<SentMessage>;
  /**
   * Changes such a further message.
   *
   * @example
   * on("componentInteraction", async (ctx) => {
   *   await ctx.defer();
   *   const { id } = await ctx.followUp("And …");
   *   await rest.editFollowupMessage({ token: ctx.msg.interactionToken, messageId: id, content: "And done" });
   * });
   */
  editFollowupMessage(args: ByToken & { messageId: string } & MessageInput): Promise<SentMessage>;
  /**
   * Deletes such a further message.
   *
   * @example
   * on("componentInteraction", async (ctx) => {
   *   await ctx.defer();
   *   const { id } = await ctx.followUp("For a moment");
   *   await rest.deleteFollowupMessage({ token: ctx.msg.interactionToken, messageId: id });
   * });
   */
  deleteFollowupMessage(args: ByToken & { messageId: string }): Promise<void>;
}

export const interactions: InteractionRest = {
  async sendInteractionResponse({ token, ...message }) {
    const { body, files } = toMessage(message, "message");
    const answer = { interaction: token, type: 4 as const, data: body, files };
    await withFiles(answer, (ready) => ops.interactions.respond(ready));
  },
  async deferInteractionResponse({ token, ephemeral }) {
    const data = ephemeral ? { data: { flags: 64 } } : {};
    await ops.interactions.respond({ interaction: token, type: 5, ...data });
  },
  async updateInteractionResponse({ token, ...message }) {
    const { body, files } = toMessage(message, "message");
    const answer = { interaction: token, type: 7 as const, data: body, files };
    await withFiles(answer, (ready) => ops.interactions.respond(ready));
  },
  async fetchOriginalInteractionResponse({ token }) {
    return await ops.interactions.getOriginal({ interaction: token }) as SentMessage;
  },
  async editOriginalInteractionResponse({ token, ...message }) {
    const edit = { interaction: token, ...toMessage(message, "message") };
    return await withFiles(edit, (ready) => ops.interactions.editOriginal(ready)) as SentMessage;
  },
  async deleteOriginalInteractionResponse({ token }) {
    await ops.interactions.deleteOriginal({ interaction: token });
  },
  async createFollowupMessage({ token, ...message }) {
    const followUp = { interaction: token, ...toMessage(message, "message") };
    return await withFiles(followUp, (ready) => ops.interactions.followUp(ready)) as SentMessage;
  },
  async editFollowupMessage({ token, messageId, ...message }) {
    const edit = { interaction: token, messageId, ...toMessage(message, "message") };
    return await withFiles(edit, (ready) => ops.interactions.editFollowUp(ready)) as SentMessage;
  },
  async deleteFollowupMessage({ token, messageId }) {
    await ops.interactions.deleteFollowUp({ interaction: token, messageId });
  },
};
