/** @module Another guild's ids in every class of Discord's routes, in paths, queries and bodies. */
import { type Attack, inCategory } from "../contract.ts";
import { thingsOf } from "../discord-gate.ts";
import { onGo } from "../scripts.ts";

/** Exists nowhere. */
const NOBODY = thingsOf("199999999999999999");

/**
 * Calls as functions of `it`, things of another guild or of nobody, and of the guild's own, `me`. Both must be refused in
 * the very same words, and nothing may be sent.
 */
const beyond = (name: string, calls: string[]): Omit<Attack, "category"> => ({
  name,
  script: ({ neighbour }) =>
    onGo(`
      const things = ${thingsOf}, me = things(ctx.msg.guildId), m = "300000000000000009", u = "700000000000000009";
      const calls = [${calls.map((call) => `(it) => ${call}`).join(",\n")}];
      let refused = 0;
      for (const [index, call] of calls.entries()) {
        const seen = [];
        for (const it of ${JSON.stringify([thingsOf(neighbour.guildId), NOBODY])}) {
          seen.push(await (async () => call(it))().then(() => "came through", ({ code, message, path }) => {
            if (code === "SCOPE_FORBIDDEN") refused++;
            return [code, message, path ?? null];
          }));
        }
        if (seen.includes("came through")) await win("call " + index + " came through", seen);
        if (JSON.stringify(seen[0]) !== JSON.stringify(seen[1])) await win("call " + index + " told apart", JSON.stringify(seen));
      }
      await note("refused", refused);`),
  must: { notes: { refused: calls.length * 2 }, again: "ok" },
});

const at = "channelId: it.channelId";
const mine = "channelId: me.channelId";
const embedded = (component: string) =>
  `rest.sendMessage({ ${mine}, components: [{ type: 1, components: [${component}] }] })`;
const later = `scheduled_start_time: "2035-01-01T10:00:00Z"`;
const rule = `name: "r", event_type: 1, trigger_type: 1`;

export const reach = inCategory("op-reach", [
  beyond("a channel of another guild is neither read, changed nor deleted", [
    `rest.fetchChannel({ ${at} })`,
    `rest.editChannel({ ${at}, payload: { name: "mine" } })`,
    `rest.deleteChannel({ ${at} })`,
    `rest.fetchChannelInvites({ ${at} })`,
    `rest.createInvite({ ${at} })`,
    `rest.sendTyping({ ${at} })`,
    `rest.setVoiceChannelStatus({ ${at}, payload: { status: "x" } })`,
    `rest.moveChannels({ payload: [{ id: it.channelId, position: 1 }] })`,
  ]),
  beyond("permissions of another guild's channel stay as they are", [
    `rest.setChannelPermission({ ${at}, overwriteId: me.roleId, payload: { type: 0, allow: "8" } })`,
    `rest.setChannelPermission({ ${at}, overwriteId: u, payload: { type: 1, allow: "8" } })`,
    `rest.deleteChannelPermission({ ${at}, overwriteId: me.roleId })`,
  ]),
  beyond("messages of another guild are neither read, written, changed nor deleted", [
    `rest.sendMessage({ ${at}, content: "x" })`,
    `rest.fetchMessage({ ${at}, messageId: m })`,
    `rest.fetchMessages({ ${at}, limit: 100 })`,
    `rest.editMessage({ ${at}, messageId: m, content: "x" })`,
    `rest.deleteMessage({ ${at}, messageId: m })`,
    `rest.bulkDeleteMessages({ ${at}, messageIds: [m, u] })`,
    `rest.crosspostMessage({ ${at}, messageId: m })`,
    `rest.fetchPinnedMessages({ ${at} })`,
    `rest.pinMessage({ ${at}, messageId: m })`,
    `rest.unpinMessage({ ${at}, messageId: m })`,
  ]),
  beyond("reactions and polls of another guild are out of reach", [
    `rest.addReaction({ ${at}, messageId: m, emoji: "👍" })`,
    `rest.removeReaction({ ${at}, messageId: m, emoji: "👍" })`,
    `rest.removeReaction({ ${at}, messageId: m, emoji: "👍", userId: u })`,
    `rest.clearReactions({ ${at}, messageId: m })`,
    `rest.clearReactions({ ${at}, messageId: m, emoji: "👍" })`,
    `rest.fetchReactions({ ${at}, messageId: m, emoji: "👍" })`,
    `rest.fetchPollVoters({ ${at}, messageId: m, answerId: "1" })`,
    `rest.endPoll({ ${at}, messageId: m })`,
  ]),
  beyond("threads of another guild are out of reach", [
    `rest.createThread({ ${at}, payload: { name: "t", type: 11 } })`,
    `rest.createThread({ ${at}, payload: { name: "t", message: { content: "m" } } })`,
    `rest.createThreadFromMessage({ ${at}, messageId: m, payload: { name: "t" } })`,
    `rest.joinThread({ threadId: it.channelId })`,
    `rest.leaveThread({ threadId: it.channelId })`,
    `rest.addThreadMember({ threadId: it.channelId, userId: u })`,
    `rest.removeThreadMember({ threadId: it.channelId, userId: u })`,
    `rest.fetchThreadMember({ threadId: it.channelId, userId: u })`,
    `rest.fetchThreadMembers({ threadId: it.channelId })`,
    `rest.fetchArchivedThreads({ ${at} })`,
    `rest.fetchPrivateArchivedThreads({ ${at} })`,
    `rest.fetchJoinedArchivedThreads({ ${at} })`,
    `rest.searchThreads({ ${at}, name: "x" })`,
  ]),
  beyond("stages of another guild are out of reach", [
    `rest.createStageInstance({ payload: { channel_id: it.channelId, topic: "t" } })`,
    `rest.createStageInstance({ payload: { channel_id: me.channelId, topic: "t", guild_scheduled_event_id: it.eventId } })`,
    `rest.fetchStageInstance({ ${at} })`,
    `rest.editStageInstance({ ${at}, payload: { topic: "t" } })`,
    `rest.deleteStageInstance({ ${at} })`,
  ]),
  beyond("a channel is not moved under, followed into or linked with another guild's", [
    `rest.createChannel({ payload: { name: "c", parent_id: it.channelId } })`,
    `rest.editChannel({ ${mine}, payload: { parent_id: it.channelId } })`,
    `rest.moveChannels({ payload: [{ id: me.channelId, parent_id: it.channelId }] })`,
    `rest.followChannel({ ${mine}, payload: { webhook_channel_id: it.channelId } })`,
    `rest.followChannel({ ${at}, payload: { webhook_channel_id: me.channelId } })`,
  ]),
  beyond("the guild's settings name no channel of another guild", [
    ..."afk_channel_id system_channel_id rules_channel_id public_updates_channel_id safety_alerts_channel_id"
      .split(" ").map((key) => `rest.editGuild({ payload: { ${key}: it.channelId } })`),
    `rest.editWelcomeScreen({ payload: { welcome_channels: [{ channel_id: it.channelId, description: "x" }] } })`,
    `rest.editOnboarding({ payload: { default_channel_ids: [it.channelId] } })`,
    `rest.editOnboarding({ payload: { prompts: [{ id: m, title: "t", options: [{ title: "o", channel_ids: [it.channelId] }] }] } })`,
    `rest.editOnboarding({ payload: { prompts: [{ id: m, title: "t", options: [{ title: "o", role_ids: [it.roleId] }] }] } })`,
  ]),
  beyond("members are sent into no voice channel of another guild", [
    `rest.editMember({ userId: u, payload: { channel_id: it.channelId } })`,
    `rest.editVoiceState({ userId: u, payload: { channel_id: it.channelId } })`,
    `rest.editCurrentVoiceState({ payload: { channel_id: it.channelId } })`,
  ]),
  beyond("scheduled events take place in no channel of another guild", [
    `rest.createScheduledEvent({ payload: { name: "e", privacy_level: 2, entity_type: 2, channel_id: it.channelId, ${later} } })`,
    `rest.editScheduledEvent({ eventId: me.eventId, payload: { channel_id: it.channelId } })`,
  ]),
  beyond("auto-moderation tells nothing to another guild and exempts nothing of it", [
    `rest.createAutoModerationRule({ payload: { ${rule}, actions: [{ type: 2, metadata: { channel_id: it.channelId } }] } })`,
    `rest.createAutoModerationRule({ payload: { ${rule}, actions: [{ type: 1 }], exempt_channels: [it.channelId] } })`,
    `rest.createAutoModerationRule({ payload: { ${rule}, actions: [{ type: 1 }], exempt_roles: [it.roleId] } })`,
    `rest.editAutoModerationRule({ ruleId: m, payload: { actions: [{ type: 2, metadata: { channel_id: it.channelId } }] } })`,
  ]),
  beyond("roles of another guild are neither read, changed, moved nor deleted", [
    `rest.fetchRole({ roleId: it.roleId })`,
    `rest.editRole({ roleId: it.roleId, payload: { permissions: "8" } })`,
    `rest.moveRoles({ payload: [{ id: it.roleId, position: 9 }] })`,
    `rest.deleteRole({ roleId: it.roleId })`,
  ]),
  beyond("roles of another guild are given to nobody and asked about by nobody", [
    `rest.addMemberRole({ userId: u, roleId: it.roleId })`,
    `rest.removeMemberRole({ userId: u, roleId: it.roleId })`,
    `rest.editMember({ userId: u, payload: { roles: [it.roleId] } })`,
    `rest.createChannel({ payload: { name: "c", permission_overwrites: [{ id: it.roleId, type: 0 }] } })`,
    `rest.countInactiveMembers({ days: 7, includeRoles: [it.roleId] })`,
    `rest.createEmoji({ payload: { name: "ee", image: "data:image/png;base64,iVBORw0KGgo=", roles: [it.roleId] } })`,
    embedded(`{ type: 6, custom_id: "r", default_values: [{ id: it.roleId, type: "role" }] }`),
  ]),
  beyond("webhooks of another guild are neither read, called, moved nor deleted", [
    `rest.fetchWebhook({ webhookId: it.webhookId })`,
    `rest.fetchChannelWebhooks({ ${at} })`,
    `rest.createWebhook({ ${at}, payload: { name: "w" } })`,
    `rest.editWebhook({ webhookId: it.webhookId, payload: { name: "w" } })`,
    `rest.editWebhook({ webhookId: me.webhookId, payload: { channel_id: it.channelId } })`,
    `rest.deleteWebhook({ webhookId: it.webhookId })`,
    `rest.executeWebhook({ webhookId: it.webhookId, token: "guessed", content: "x" })`,
    `rest.executeWebhook({ webhookId: me.webhookId, threadId: it.channelId, content: "x" })`,
    `rest.fetchWebhookMessage({ webhookId: it.webhookId, messageId: m })`,
    `rest.editWebhookMessage({ webhookId: it.webhookId, messageId: m, content: "x" })`,
    `rest.deleteWebhookMessage({ webhookId: it.webhookId, messageId: m })`,
  ]),
  beyond("invites of another guild are neither read nor deleted", [
    `rest.fetchInvite({ code: it.code })`,
    `rest.deleteInvite({ code: it.code })`,
  ]),
  beyond("emojis and stickers of another guild are used nowhere", [
    `rest.addReaction({ ${mine}, messageId: m, emoji: "wave:" + it.emojiId })`,
    `rest.sendMessage({ ${mine}, stickerIds: [it.stickerId] })`,
    embedded(`{ type: 2, style: 1, custom_id: "b", emoji: { id: it.emojiId, name: "e" } }`),
    embedded(
      `{ type: 3, custom_id: "s", options: [{ label: "l", value: "v", emoji: { id: it.emojiId, name: "e" } }] }`,
    ),
    `rest.sendMessage({ ${mine}, poll: { question: { text: "q" }, answers: [{ pollMedia: { text: "a", emoji: { id: it.emojiId, name: "e" } } }] } })`,
    `rest.createChannel({ payload: { name: "c", type: 15, available_tags: [{ name: "t", emoji_id: it.emojiId }] } })`,
    `rest.createChannel({ payload: { name: "c", type: 15, default_reaction_emoji: { emoji_id: it.emojiId } } })`,
    `rest.createSoundboardSound({ payload: { name: "ss", sound: "data:audio/ogg;base64,T2dn", emoji_id: it.emojiId } })`,
  ]),
  beyond("a search looks into no channel of another guild and for no role of it", [
    `rest.searchMessages({ content: "x", channelId: [it.channelId] })`,
    `rest.searchMessages({ content: "x", channelId: [me.channelId, it.channelId] })`,
    `rest.searchMessages({ content: "x", mentionsRoleId: [it.roleId] })`,
  ]),
  beyond("a component brings no channel of another guild up", [
    embedded(`{ type: 8, custom_id: "c", default_values: [{ id: it.channelId, type: "channel" }] }`),
    embedded(`{ type: 7, custom_id: "m", default_values: [{ id: it.roleId, type: "role" }] }`),
  ]),
], "ops");
