import type { SentMessage } from "../context-types.js";
import { type MessageInput, type ReplyInput } from "../message.js";
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
    deferInteractionResponse(args: ByToken & {
        ephemeral?: boolean;
    }): Promise<void>;
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
    editFollowupMessage(args: ByToken & {
        messageId: string;
    } & MessageInput): Promise<SentMessage>;
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
    deleteFollowupMessage(args: ByToken & {
        messageId: string;
    }): Promise<void>;
}
export declare const interactions: InteractionRest;
