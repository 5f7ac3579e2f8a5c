import type { Routes } from "./route.ts";

const guild = "/guilds/{guildId}";
const emojis = `${guild}/emojis` as const;
const stickers = `${guild}/stickers` as const;
const events = `${guild}/scheduled-events` as const;
const rules = `${guild}/auto-moderation/rules` as const;

/** Whoever made an emoji or sticker may change it with the first alone. */
const expressions = [["CreateGuildExpressions", "ManageGuildExpressions"]] as const;
const emoji = { ids: { "body.roles.*": "role" }, answers: { "": "emoji" } } as const;
const event = { ids: { "body.channel_id": "channel" }, answers: { "": "event" } } as const;
const rule = {
  needs: ["ManageGuild"],
  ids: {
    "body.actions.*.metadata.channel_id": "channel",
    "body.exempt_channels.*": "channel",
    "body.exempt_roles.*": "role",
  },
} as const;

export const guildRoutes = {
  "guild.get": { method: "GET", path: guild, answers: { "roles.*": "role" } },
  "guild.preview": { method: "GET", path: `${guild}/preview` },
  "guild.edit": {
    method: "PATCH",
    path: guild,
    needs: ["ManageGuild"],
    ids: {
      "body.afk_channel_id": "channel",
      "body.system_channel_id": "channel",
      "body.rules_channel_id": "channel",
      "body.public_updates_channel_id": "channel",
      "body.safety_alerts_channel_id": "channel",
    },
    answers: { "roles.*": "role" },
  },
  "guild.auditLog": {
    method: "GET",
    path: `${guild}/audit-logs`,
    needs: ["ViewAuditLog"],
    answers: { "webhooks.*": "webhook", "threads.*": "channel" },
  },

  "emojis.list": { method: "GET", path: emojis, answers: { "*": "emoji" } },
  "emojis.get": { method: "GET", path: `${emojis}/{emojiId}`, answers: { "": "emoji" } },
  "emojis.create": { method: "POST", path: emojis, needs: ["CreateGuildExpressions"], ...emoji },
  "emojis.edit": { method: "PATCH", path: `${emojis}/{emojiId}`, needs: expressions, ...emoji },
  "emojis.delete": { method: "DELETE", path: `${emojis}/{emojiId}`, needs: expressions },

  "stickers.list": { method: "GET", path: stickers, answers: { "*": "sticker" } },
  "stickers.get": { method: "GET", path: `${stickers}/{stickerId}`, answers: { "": "sticker" } },
  "stickers.create": {
    method: "POST",
    path: stickers,
    files: "sticker",
    needs: ["CreateGuildExpressions"],
    answers: { "": "sticker" },
  },
  "stickers.edit": {
    method: "PATCH",
    path: `${stickers}/{stickerId}`,
    needs: expressions,
    answers: { "": "sticker" },
  },
  "stickers.delete": { method: "DELETE", path: `${stickers}/{stickerId}`, needs: expressions },

  "invites.list": {
    method: "GET",
    path: `${guild}/invites`,
    needs: [["ManageGuild", "ViewAuditLog"]],
    answers: { "*": "invite" },
  },
  "invites.listInChannel": {
    method: "GET",
    path: "/channels/{channelId}/invites",
    needs: ["ManageChannels"],
    answers: { "*": "invite" },
  },
  "invites.create": {
    method: "POST",
    path: "/channels/{channelId}/invites",
    needs: ["CreateInstantInvite"],
    answers: { "": "invite" },
  },
  "invites.get": {
    method: "GET",
    path: "/invites/{code}",
    ids: { "query.guild_scheduled_event_id": "event" },
  },
  "invites.delete": { method: "DELETE", path: "/invites/{code}" },

  "events.list": { method: "GET", path: events, answers: { "*": "event" } },
  "events.get": { method: "GET", path: `${events}/{eventId}`, answers: { "": "event" } },
  "events.create": { method: "POST", path: events, ...event },
  "events.edit": { method: "PATCH", path: `${events}/{eventId}`, ...event },
  "events.delete": { method: "DELETE", path: `${events}/{eventId}` },
  "events.users": { method: "GET", path: `${events}/{eventId}/users` },

  "automod.list": { method: "GET", path: rules, needs: ["ManageGuild"] },
  "automod.get": { method: "GET", path: `${rules}/{ruleId}`, needs: ["ManageGuild"] },
  "automod.create": { method: "POST", path: rules, ...rule },
  "automod.edit": { method: "PATCH", path: `${rules}/{ruleId}`, ...rule },
  "automod.delete": { method: "DELETE", path: `${rules}/{ruleId}`, needs: ["ManageGuild"] },
} as const satisfies Routes;
