import type { Routes } from "./route.ts";

const guild = "/guilds/{guildId}";
const sounds = `${guild}/soundboard-sounds` as const;
const sound = `${sounds}/{soundId}` as const;
const managing = { needs: ["ManageGuild"] } as const;
/** Whoever made a sound may change it with the first alone. */
const expressions = [["CreateGuildExpressions", "ManageGuildExpressions"]] as const;
const option = "body.prompts.*.options.*" as const;

export const communityRoutes = {
  "messages.search": {
    method: "GET",
    path: `${guild}/messages/search`,
    ids: { "query.channel_id.*": "channel", "query.mentions_role_id.*": "role" },
    answers: { "threads.*": "channel" },
  },
  "threads.search": {
    method: "GET",
    path: "/channels/{channelId}/threads/search",
    needs: ["ReadMessageHistory"],
    answers: { "threads.*": "channel" },
  },
  "channels.setVoiceStatus": {
    method: "PUT",
    path: "/channels/{channelId}/voice-status",
    needs: ["SetVoiceChannelStatus"],
  },

  "sounds.list": { method: "GET", path: sounds },
  "sounds.get": { method: "GET", path: sound },
  "sounds.create": {
    method: "POST",
    path: sounds,
    ids: { "body.emoji_id": "emoji" },
    needs: ["CreateGuildExpressions"],
  },
  "sounds.edit": { method: "PATCH", path: sound, ids: { "body.emoji_id": "emoji" }, needs: expressions },
  "sounds.delete": { method: "DELETE", path: sound, needs: expressions },

  "welcomeScreen.get": { method: "GET", path: `${guild}/welcome-screen` },
  "welcomeScreen.edit": {
    method: "PATCH",
    path: `${guild}/welcome-screen`,
    ids: { "body.welcome_channels.*.channel_id": "channel", "body.welcome_channels.*.emoji_id": "emoji" },
    ...managing,
  },
  "onboarding.get": { method: "GET", path: `${guild}/onboarding` },
  "onboarding.edit": {
    method: "PUT",
    path: `${guild}/onboarding`,
    ids: {
      "body.default_channel_ids.*": "channel",
      [`${option}.channel_ids.*`]: "channel",
      [`${option}.role_ids.*`]: "role",
      [`${option}.emoji_id`]: "emoji",
    },
    needs: ["ManageGuild", "ManageRoles"],
  },
  "incidents.edit": { method: "PUT", path: `${guild}/incident-actions`, ...managing },
  "integrations.list": { method: "GET", path: `${guild}/integrations`, ...managing },
  "vanityUrl.get": { method: "GET", path: `${guild}/vanity-url`, ...managing },
  "voiceRegions.list": { method: "GET", path: `${guild}/regions` },
} as const satisfies Routes;
