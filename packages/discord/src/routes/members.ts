import type { Routes } from "./route.ts";

const member = "/guilds/{guildId}/members/{userId}";
const ban = "/guilds/{guildId}/bans/{userId}";
const voice = "/guilds/{guildId}/voice-states";
const inChannel = { ids: { "body.channel_id": "channel" } } as const;

export const memberRoutes = {
  "members.list": { method: "GET", path: "/guilds/{guildId}/members" },
  "members.search": { method: "GET", path: "/guilds/{guildId}/members/search" },
  "members.get": { method: "GET", path: member },
  "members.edit": {
    method: "PATCH",
    path: member,
    ids: { "body.channel_id": "channel", "body.roles.*": "role" },
    bodyNeeds: {
      nick: "ManageNicknames",
      roles: "ManageRoles",
      mute: "MuteMembers",
      deaf: "DeafenMembers",
      channel_id: "MoveMembers",
      communication_disabled_until: "ModerateMembers",
    },
  },
  "members.editOwn": {
    method: "PATCH",
    path: "/guilds/{guildId}/members/@me",
    bodyNeeds: { nick: "ChangeNickname" },
  },
  "members.kick": { method: "DELETE", path: member, needs: ["KickMembers"], outranks: "userId" },
  "members.addRole": {
    method: "PUT",
    path: `${member}/roles/{roleId}`,
    needs: ["ManageRoles"],
    outranks: "roleId",
  },
  "members.removeRole": {
    method: "DELETE",
    path: `${member}/roles/{roleId}`,
    needs: ["ManageRoles"],
    outranks: "roleId",
  },
  "members.countPrune": {
    method: "GET",
    path: "/guilds/{guildId}/prune",
    ids: { "query.include_roles.*": "role" },
    needs: ["ManageGuild", "KickMembers"],
  },

  "bans.list": { method: "GET", path: "/guilds/{guildId}/bans", needs: ["BanMembers"] },
  "bans.get": { method: "GET", path: ban, needs: ["BanMembers"] },
  "bans.create": { method: "PUT", path: ban, needs: ["BanMembers"], outranks: "userId" },
  "bans.createMany": {
    method: "POST",
    path: "/guilds/{guildId}/bulk-ban",
    needs: ["BanMembers", "ManageGuild"],
  },
  "bans.delete": { method: "DELETE", path: ban, needs: ["BanMembers"] },

  "voiceStates.get": { method: "GET", path: `${voice}/{userId}` },
  "voiceStates.edit": { method: "PATCH", path: `${voice}/{userId}`, ...inChannel },
  "voiceStates.getOwn": { method: "GET", path: `${voice}/@me` },
  "voiceStates.editOwn": { method: "PATCH", path: `${voice}/@me`, ...inChannel },
} as const satisfies Routes;
