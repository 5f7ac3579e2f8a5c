/** @module Discord's REST routes as functions. Ids are proven to be this guild's on the host; nothing here is trusted. */
import { type ChannelRest, channels } from "./rest/channels.ts";
import { type CommandRest, commands } from "./rest/commands.ts";
import { community, type CommunityRest } from "./rest/community.ts";
import { autoModeration, type AutoModerationRest, type EventRest, events } from "./rest/events.ts";
import { guild, type GuildRest } from "./rest/guild.ts";
import { type InteractionRest, interactions } from "./rest/interactions.ts";
import { type MemberRest, members } from "./rest/members.ts";
import { type MessageRest, messages } from "./rest/messages.ts";
import { type RoleRest, roles } from "./rest/roles.ts";
import { type WebhookRest, webhooks } from "./rest/webhooks.ts";

export type {
  AutoModerationRest,
  ChannelRest,
  CommandRest,
  CommunityRest,
  EventRest,
  GuildRest,
  InteractionRest,
  MemberRest,
  MessageRest,
  RoleRest,
  WebhookRest,
};

/** One function per route a guild may use; results as Discord sends them. */
export interface Rest
  extends
    MessageRest,
    InteractionRest,
    CommandRest,
    MemberRest,
    RoleRest,
    ChannelRest,
    WebhookRest,
    GuildRest,
    EventRest,
    AutoModerationRest,
    CommunityRest {}

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
export const rest: Rest = namingArguments({
  ...messages,
  ...interactions,
  ...commands,
  ...members,
  ...roles,
  ...channels,
  ...webhooks,
  ...guild,
  ...events,
  ...autoModeration,
  ...community,
});

/** Called with nothing a function names the argument it lacks, as it does when called with too little. */
function namingArguments<Functions extends object>(functions: Functions): Functions {
  const entries = Object.entries(functions).map(([name, call]) => [name, (args: unknown = {}) => call(args)]);
  return Object.fromEntries(entries) as Functions;
}
