/** @module Discord's REST routes as functions. Ids are proven to be this guild's on the host; nothing here is trusted. */
import { type ChannelRest } from "./rest/channels.js";
import { type CommandRest } from "./rest/commands.js";
import { type CommunityRest } from "./rest/community.js";
import { type AutoModerationRest, type EventRest } from "./rest/events.js";
import { type GuildRest } from "./rest/guild.js";
import { type InteractionRest } from "./rest/interactions.js";
import { type MemberRest } from "./rest/members.js";
import { type MessageRest } from "./rest/messages.js";
import { type RoleRest } from "./rest/roles.js";
import { type WebhookRest } from "./rest/webhooks.js";
export type { AutoModerationRest, ChannelRest, CommandRest, CommunityRest, EventRest, GuildRest, InteractionRest, MemberRest, MessageRest, RoleRest, WebhookRest, };
/** One function per route a guild may use; results as Discord sends them. */
export interface Rest extends MessageRest, InteractionRest, CommandRest, MemberRest, RoleRest, ChannelRest, WebhookRest, GuildRest, EventRest, AutoModerationRest, CommunityRest {
}
/**
 * Discord's REST routes, a function each. Arguments are camelCase; `payload` and answers are in Discord's own spelling,
 * and `reason` shows up in the audit log. Every id must be this guild's own, else SCOPE_FORBIDDEN. What Discord refuses,
 * or would refuse, is DISCORD_ERROR with `status`, `discordCode` and `fields`; INVALID_ARGUMENT names the `path` of what is
 * wrong, DISCORD_RATE_LIMITED says when to try again (`retryAfterMs`).
 *
 * @example
 * try {
 *   await rest.kickMember({ userId: ctx.msg.author.id, reason: "Spam" });
 * } catch (error) {
 *   console.warn((error as ScriptError).code);
 * }
 */
export declare const rest: Rest;
