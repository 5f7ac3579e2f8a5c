/** @module A good request for every route of the table, with every id it can name. */
import type { DiscordRequestInput, RouteName } from "@flora/discord";
import { later, PNG, SOUND, type Stock } from "./stock.ts";

/** Routes that need an interaction are tried where there is one. */
export type TriedRoute = Exclude<RouteName, `interactions.${string}`>;
type Request = Omit<DiscordRequestInput, "guildId" | "route">;

const FILE = { name: "a.png", contentType: "image/png", dataBase64: "cG5n" };

/** The request, made of what a guild owns. */
export const everyRequest: Record<TriedRoute, (stock: Stock) => Request> = {
  "messages.send": ({ channelId, messageId, emojiId, stickerId, roleId }) => ({
    params: { channelId },
    body: {
      content: "hi",
      message_reference: { channel_id: channelId, message_id: messageId },
      sticker_ids: [stickerId],
      components: [
        {
          type: 1,
          components: [{ type: 2, style: 1, custom_id: "b", emoji: { id: emojiId, name: "wave" } }],
        },
        {
          type: 1,
          components: [{ type: 6, custom_id: "r", default_values: [{ id: roleId, type: "role" }] }],
        },
      ],
      poll: {
        question: { text: "Q" },
        answers: [{ poll_media: { text: "A", emoji: { id: emojiId, name: "wave" } } }],
      },
    },
  }),
  "messages.edit": ({ channelId, messageId, emojiId }) => ({
    params: { channelId, messageId },
    body: {
      components: [
        {
          type: 1,
          components: [{ type: 2, style: 1, custom_id: "b", emoji: { id: emojiId, name: "wave" } }],
        },
        {
          type: 1,
          components: [{ type: 8, custom_id: "c", default_values: [{ id: channelId, type: "channel" }] }],
        },
      ],
    },
  }),
  "messages.delete": ({ channelId, messageId }) => ({ params: { channelId, messageId } }),
  "messages.bulkDelete": ({ channelId, messageId, pollId }) => ({
    params: { channelId },
    body: { messages: [messageId, pollId] },
  }),
  "messages.get": ({ channelId, messageId }) => ({ params: { channelId, messageId } }),
  "messages.list": ({ channelId }) => ({ params: { channelId }, query: { limit: 10 } }),
  "messages.crosspost": ({ newsId, newsMessageId }) => ({
    params: { channelId: newsId, messageId: newsMessageId },
  }),
  "messages.pins": ({ channelId }) => ({ params: { channelId } }),
  "messages.pin": ({ channelId, messageId }) => ({ params: { channelId, messageId } }),
  "messages.unpin": ({ channelId, messageId }) => ({ params: { channelId, messageId } }),
  "messages.search": ({ channelId, roleId }) => ({
    query: { content: "x", channel_id: [channelId], mentions_role_id: [roleId] },
  }),
  "messages.typing": ({ channelId }) => ({ params: { channelId } }),
  "reactions.add": ({ channelId, messageId, emojiId }) => ({
    params: { channelId, messageId, emoji: `wave:${emojiId}` },
  }),
  "reactions.removeOwn": ({ channelId, messageId }) => ({ params: { channelId, messageId, emoji: "👍" } }),
  "reactions.remove": ({ channelId, messageId, userId }) => ({
    params: { channelId, messageId, userId, emoji: "👍" },
  }),
  "reactions.list": ({ channelId, messageId }) => ({ params: { channelId, messageId, emoji: "👍" } }),
  "reactions.clear": ({ channelId, messageId }) => ({ params: { channelId, messageId } }),
  "reactions.clearEmoji": ({ channelId, messageId }) => ({ params: { channelId, messageId, emoji: "👍" } }),
  "polls.voters": ({ channelId, pollId }) => ({ params: { channelId, messageId: pollId, answerId: "1" } }),
  "polls.end": ({ channelId, pollId }) => ({ params: { channelId, messageId: pollId } }),

  "commands.list": () => ({}),
  "commands.get": ({ commandId }) => ({ params: { commandId } }),
  "commands.create": () => ({ body: { name: "new", description: "New" } }),
  "commands.edit": ({ commandId }) => ({ params: { commandId }, body: { description: "Rolls dice" } }),
  "commands.delete": ({ commandId }) => ({ params: { commandId } }),
  "commands.replace": () => ({ body: [{ name: "only", description: "Only" }] }),
  "commands.listPermissions": () => ({}),
  "commands.getPermissions": ({ commandId }) => ({ params: { commandId } }),

  "members.list": () => ({ query: { limit: 10 } }),
  "members.search": () => ({ query: { query: "mem" } }),
  "members.get": ({ userId }) => ({ params: { userId } }),
  "members.edit": ({ userId, roleId, voiceId }) => ({
    params: { userId },
    body: { nick: "Nick", roles: [roleId], channel_id: voiceId },
  }),
  "members.editOwn": () => ({ body: { nick: "Bot" } }),
  "members.kick": ({ userId }) => ({ params: { userId } }),
  "members.addRole": ({ userId, roleId }) => ({ params: { userId, roleId } }),
  "members.removeRole": ({ userId, roleId }) => ({ params: { userId, roleId } }),
  "members.countPrune": ({ roleId }) => ({ query: { days: 7, include_roles: [roleId] } }),
  "bans.list": () => ({}),
  "bans.get": ({ bannedId }) => ({ params: { userId: bannedId } }),
  "bans.create": ({ userId }) => ({ params: { userId }, body: {} }),
  "bans.createMany": ({ userId }) => ({ body: { user_ids: [userId] } }),
  "bans.delete": ({ bannedId }) => ({ params: { userId: bannedId } }),
  "voiceStates.get": ({ userId }) => ({ params: { userId } }),
  "voiceStates.edit": ({ userId, stageId }) => ({
    params: { userId },
    body: { channel_id: stageId, suppress: false },
  }),
  "voiceStates.getOwn": () => ({}),
  "voiceStates.editOwn": ({ stageId }) => ({ body: { channel_id: stageId, suppress: true } }),

  "roles.list": () => ({}),
  "roles.get": ({ roleId }) => ({ params: { roleId } }),
  "roles.counts": () => ({}),
  "roles.create": () => ({ body: { name: "new", permissions: "1024" } }),
  "roles.edit": ({ roleId }) => ({ params: { roleId }, body: { name: "edited" } }),
  "roles.move": ({ roleId }) => ({ body: [{ id: roleId, position: 1 }] }),
  "roles.delete": ({ roleId }) => ({ params: { roleId } }),

  "channels.list": () => ({}),
  "channels.get": ({ channelId }) => ({ params: { channelId } }),
  "channels.create": ({ roleId, emojiId }) => ({
    body: {
      name: "new",
      type: 15,
      permission_overwrites: [{ id: roleId, type: 0, allow: "1024" }],
      available_tags: [{ name: "tag", emoji_id: emojiId }],
      default_reaction_emoji: { emoji_id: emojiId },
    },
  }),
  "channels.edit": ({ channelId, roleId }) => ({
    params: { channelId },
    body: { topic: "Topic", permission_overwrites: [{ id: roleId, type: 0, allow: "1024" }] },
  }),
  "channels.move": ({ channelId }) => ({ body: [{ id: channelId, position: 3 }] }),
  "channels.delete": ({ newsId }) => ({ params: { channelId: newsId } }),
  "channels.setPermission": ({ channelId, roleId }) => ({
    params: { channelId, overwriteId: roleId },
    body: { type: 0, allow: "1024" },
  }),
  "channels.deletePermission": ({ channelId, roleId }) => ({ params: { channelId, overwriteId: roleId } }),
  "channels.follow": ({ newsId, channelId }) => ({
    params: { channelId: newsId },
    body: { webhook_channel_id: channelId },
  }),
  "channels.setVoiceStatus": ({ voiceId }) => ({ params: { channelId: voiceId }, body: { status: "Music" } }),
  "threads.search": ({ channelId }) => ({ params: { channelId }, query: { name: "thread" } }),
  "threads.create": ({ channelId }) => ({ params: { channelId }, body: { name: "new", type: 11 } }),
  "threads.createFromMessage": ({ channelId, messageId }) => ({
    params: { channelId, messageId },
    body: { name: "new" },
  }),
  "threads.join": ({ threadId }) => ({ params: { threadId } }),
  "threads.leave": ({ threadId }) => ({ params: { threadId } }),
  "threads.addMember": ({ threadId, userId }) => ({ params: { threadId, userId } }),
  "threads.removeMember": ({ threadId, userId }) => ({ params: { threadId, userId } }),
  "threads.getMember": ({ threadId, userId }) => ({ params: { threadId, userId } }),
  "threads.listMembers": ({ threadId }) => ({ params: { threadId } }),
  "threads.listActive": () => ({}),
  "threads.listArchived": ({ channelId }) => ({ params: { channelId } }),
  "threads.listPrivateArchived": ({ channelId }) => ({ params: { channelId } }),
  "threads.listJoinedArchived": ({ channelId }) => ({ params: { channelId } }),
  "stages.create": ({ closedStageId, eventId }) => ({
    body: { channel_id: closedStageId, topic: "Talk", guild_scheduled_event_id: eventId },
  }),
  "stages.get": ({ stageId }) => ({ params: { channelId: stageId } }),
  "stages.edit": ({ stageId }) => ({ params: { channelId: stageId }, body: { topic: "Talks" } }),
  "stages.delete": ({ stageId }) => ({ params: { channelId: stageId } }),

  "webhooks.create": ({ channelId }) => ({ params: { channelId }, body: { name: "new" } }),
  "webhooks.listInChannel": ({ channelId }) => ({ params: { channelId } }),
  "webhooks.list": () => ({}),
  "webhooks.get": ({ webhookId }) => ({ params: { webhookId } }),
  "webhooks.edit": ({ webhookId, newsId }) => ({ params: { webhookId }, body: { channel_id: newsId } }),
  "webhooks.delete": ({ webhookId }) => ({ params: { webhookId } }),
  "webhooks.execute": ({ webhookId, threadId }) => ({
    params: { webhookId },
    query: { wait: true, thread_id: threadId },
    body: { content: "hooked" },
  }),
  "webhooks.getMessage": ({ webhookId, webhookMessageId }) => ({
    params: { webhookId, messageId: webhookMessageId },
  }),
  "webhooks.editMessage": ({ webhookId, webhookMessageId }) => ({
    params: { webhookId, messageId: webhookMessageId },
    body: { content: "edited" },
  }),
  "webhooks.deleteMessage": ({ webhookId, webhookMessageId }) => ({
    params: { webhookId, messageId: webhookMessageId },
  }),

  "guild.get": () => ({}),
  "guild.preview": () => ({}),
  "guild.edit": ({ channelId, voiceId }) => ({
    body: { description: "About", afk_channel_id: voiceId, system_channel_id: channelId },
  }),
  "guild.auditLog": () => ({ query: { limit: 10 } }),
  "emojis.list": () => ({}),
  "emojis.get": ({ emojiId }) => ({ params: { emojiId } }),
  "emojis.create": ({ roleId }) => ({ body: { name: "new", image: PNG, roles: [roleId] } }),
  "emojis.edit": ({ emojiId, roleId }) => ({ params: { emojiId }, body: { name: "waved", roles: [roleId] } }),
  "emojis.delete": ({ emojiId }) => ({ params: { emojiId } }),
  "stickers.list": () => ({}),
  "stickers.get": ({ stickerId }) => ({ params: { stickerId } }),
  "stickers.create": () => ({ body: { name: "new", tags: "x", description: "" }, files: [FILE] }),
  "stickers.edit": ({ stickerId }) => ({ params: { stickerId }, body: { name: "waved" } }),
  "stickers.delete": ({ stickerId }) => ({ params: { stickerId } }),
  "invites.list": () => ({}),
  "invites.listInChannel": ({ channelId }) => ({ params: { channelId } }),
  "invites.create": ({ channelId }) => ({ params: { channelId }, body: { max_age: 60 } }),
  "invites.get": ({ code, eventId }) => ({ params: { code }, query: { guild_scheduled_event_id: eventId } }),
  "invites.delete": ({ code }) => ({ params: { code } }),
  "events.list": () => ({}),
  "events.get": ({ eventId }) => ({ params: { eventId } }),
  "events.create": ({ voiceId }) => ({
    body: {
      name: "New",
      privacy_level: 2,
      entity_type: 2,
      channel_id: voiceId,
      scheduled_start_time: later(1),
    },
  }),
  "events.edit": ({ eventId, voiceId }) => ({
    params: { eventId },
    body: { entity_type: 2, channel_id: voiceId },
  }),
  "events.delete": ({ eventId }) => ({ params: { eventId } }),
  "events.users": ({ eventId }) => ({ params: { eventId } }),
  "automod.list": () => ({}),
  "automod.get": ({ ruleId }) => ({ params: { ruleId } }),
  "automod.create": ({ channelId, roleId }) => ({
    body: {
      name: "New",
      event_type: 1,
      trigger_type: 1,
      trigger_metadata: { keyword_filter: ["x"] },
      actions: [{ type: 2, metadata: { channel_id: channelId } }],
      exempt_channels: [channelId],
      exempt_roles: [roleId],
    },
  }),
  "automod.edit": ({ ruleId, channelId, roleId }) => ({
    params: { ruleId },
    body: {
      actions: [{ type: 2, metadata: { channel_id: channelId } }],
      exempt_channels: [channelId],
      exempt_roles: [roleId],
    },
  }),
  "automod.delete": ({ ruleId }) => ({ params: { ruleId } }),

  "sounds.list": () => ({}),
  "sounds.get": ({ soundId }) => ({ params: { soundId } }),
  "sounds.create": ({ emojiId }) => ({ body: { name: "new", sound: SOUND, emoji_id: emojiId } }),
  "sounds.edit": ({ soundId, emojiId }) => ({ params: { soundId }, body: { emoji_id: emojiId } }),
  "sounds.delete": ({ soundId }) => ({ params: { soundId } }),
  "welcomeScreen.get": () => ({}),
  "welcomeScreen.edit": ({ channelId, emojiId }) => ({
    body: { welcome_channels: [{ channel_id: channelId, description: "Talk", emoji_id: emojiId }] },
  }),
  "onboarding.get": () => ({}),
  "onboarding.edit": ({ channelId, roleId, emojiId }) => ({
    body: {
      default_channel_ids: [channelId],
      prompts: [{
        id: "123456789012345678",
        title: "Who?",
        options: [{ title: "A fox", channel_ids: [channelId], role_ids: [roleId], emoji_id: emojiId }],
      }],
    },
  }),
  "incidents.edit": () => ({ body: { dms_disabled_until: null } }),
  "integrations.list": () => ({}),
  "vanityUrl.get": () => ({}),
  "voiceRegions.list": () => ({}),
};
