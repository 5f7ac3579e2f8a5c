import assert from "node:assert/strict";
import type { DiscordRequest } from "@flora/discord";
import { restRouteNames } from "@flora/ops/discord/requests";
import { isRestFunction, restRoutes } from "../../abilities/routes.ts";
import { checkDiscordRequests } from "../../../../../test/support/oracle.ts";
import { serveGuest } from "../../testing/served-guest.ts";

const channelId = "300000000000000003";
const threadId = "300000000000000004";
const messageId = "500000000000000005";
const userId = "600000000000000006";
const roleId = "700000000000000007";
const id = "800000000000000008";
const reason = "because";
const png = "data:image/png;base64,iVBORw0KGgo=";
const start = "2030-01-01T10:00:00.000Z";
const end = "2030-01-01T12:00:00.000Z";
const message = { channelId, messageId };
const command = { name: "roll", description: "Rolls" };
const upload = { name: "a.png", data: "bytes", contentType: "image/png" };

/** A call of every function of every route, with as many arguments as it has. */
const calls: [string, object?][] = [
  ["sendMessage", { channelId, content: "hi", replyTo: messageId, attachments: [upload], stickerIds: [id] }],
  ["editMessage", { ...message, content: "edited", embeds: [{ title: "t" }] }],
  ["deleteMessage", { ...message, reason }],
  ["bulkDeleteMessages", { channelId, messageIds: [messageId, id], reason }],
  ["fetchMessage", message],
  ["fetchMessages", { channelId, limit: 10, before: messageId }],
  [
    "searchMessages",
    {
      content: "x",
      authorId: [userId],
      mentions: [userId],
      mentionsRoleId: [roleId],
      channelId: [channelId, threadId],
      has: ["link", "-poll"],
      pinned: true,
      minId: id,
      maxId: id,
      limit: 25,
      offset: 25,
      sortBy: "timestamp",
      sortOrder: "asc",
    },
  ],
  ["fetchPinnedMessages", { channelId, limit: 10, before: start }],
  ["pinMessage", { ...message, reason }],
  ["unpinMessage", { ...message, reason }],
  ["crosspostMessage", message],
  ["sendTyping", { channelId }],
  ["addReaction", { ...message, emoji: "👍" }],
  ["removeReaction", { ...message, emoji: "👍" }],
  ["removeReaction", { ...message, emoji: `wave:${id}`, userId }],
  ["clearReactions", message],
  ["clearReactions", { ...message, emoji: "👍" }],
  ["fetchReactions", { ...message, emoji: "👍", limit: 100, after: userId, type: 0 }],
  ["fetchPollVoters", { ...message, answerId: "1", limit: 10, after: userId }],
  ["endPoll", message],
  ["getGuildCommands", { withLocalizations: true }],
  ["getGuildCommand", { commandId: id }],
  ["upsertGuildCommands", { commands: [command] }],
  ["createGuildCommand", { command }],
  ["editGuildCommand", { commandId: id, command: { description: "Rolls dice" } }],
  ["deleteGuildCommand", { commandId: id }],
  ["getGuildCommandsPermissions"],
  ["getGuildCommandPermissions", { commandId: id }],
  ["fetchMember", { userId }],
  ["fetchMembers", { limit: 1000, after: userId }],
  ["searchMembers", { query: "ad", limit: 10 }],
  ["editMember", { userId, payload: { nick: "Ada", roles: [roleId], channel_id: channelId }, reason }],
  ["editCurrentMember", { payload: { nick: "bot", bio: "I help", avatar: png }, reason }],
  ["timeoutMember", { userId, seconds: 60, reason }],
  ["kickMember", { userId, reason }],
  ["addMemberRole", { userId, roleId, reason }],
  ["removeMemberRole", { userId, roleId, reason }],
  ["countInactiveMembers", { days: 7, includeRoles: [roleId] }],
  ["fetchBans", { limit: 10, before: userId }],
  ["fetchBan", { userId }],
  ["banMember", { userId, deleteMessageSeconds: 60, reason }],
  ["banMembers", { userIds: [userId], deleteMessageSeconds: 60, reason }],
  ["unbanMember", { userId, reason }],
  ["fetchVoiceState", { userId }],
  ["fetchCurrentVoiceState"],
  ["editVoiceState", { userId, payload: { channel_id: channelId, suppress: false } }],
  ["editCurrentVoiceState", { payload: { channel_id: channelId, request_to_speak_timestamp: start } }],
  ["fetchRoles"],
  ["fetchRole", { roleId }],
  ["fetchRoleCounts"],
  ["createRole", { payload: { name: "r", permissions: "1024", colors: { primary_color: 1 } }, reason }],
  ["editRole", { roleId, payload: { hoist: true, mentionable: false, unicode_emoji: "🦊" }, reason }],
  ["moveRoles", { payload: [{ id: roleId, position: 2 }], reason }],
  ["deleteRole", { roleId, reason }],
  ["fetchChannels"],
  ["fetchChannel", { channelId }],
  [
    "createChannel",
    {
      payload: {
        name: "c",
        type: 15,
        parent_id: channelId,
        permission_overwrites: [{ id: roleId, type: 0, allow: "1024", deny: "0" }],
        available_tags: [{ name: "t", emoji_name: "🦊" }],
        default_reaction_emoji: { emoji_name: "🦊" },
      },
      reason,
    },
  ],
  ["editChannel", { channelId, payload: { topic: "t", rate_limit_per_user: 5 }, reason }],
  ["moveChannels", { payload: [{ id: channelId, position: 2, parent_id: null, lock_permissions: false }] }],
  ["deleteChannel", { channelId, reason }],
  ["setChannelPermission", { channelId, overwriteId: roleId, payload: { type: 0, allow: "1024" }, reason }],
  ["deleteChannelPermission", { channelId, overwriteId: roleId, reason }],
  ["followChannel", { channelId, payload: { webhook_channel_id: threadId } }],
  ["createThread", { channelId, payload: { name: "t", type: 11, auto_archive_duration: 60 }, reason }],
  [
    "createThread",
    {
      channelId,
      payload: { name: "t", message: { content: "m" }, applied_tags: [id] },
      attachments: [upload],
    },
  ],
  ["createThreadFromMessage", { ...message, payload: { name: "t" }, reason }],
  ["joinThread", { threadId }],
  ["leaveThread", { threadId }],
  ["addThreadMember", { threadId, userId }],
  ["removeThreadMember", { threadId, userId }],
  ["fetchThreadMember", { threadId, userId, withMember: true }],
  ["fetchThreadMembers", { threadId, limit: 10, after: userId, withMember: true }],
  ["fetchActiveThreads"],
  ["fetchArchivedThreads", { channelId, limit: 10, before: start }],
  ["fetchPrivateArchivedThreads", { channelId, limit: 10, before: start }],
  ["fetchJoinedArchivedThreads", { channelId, limit: 10, before: threadId }],
  [
    "searchThreads",
    {
      channelId,
      name: "x",
      tag: [id],
      archived: true,
      limit: 25,
      offset: 25,
      sortBy: "relevance",
      sortOrder: "asc",
    },
  ],
  ["setVoiceChannelStatus", { channelId, payload: { status: "Music" }, reason }],
  [
    "createStageInstance",
    {
      payload: { channel_id: channelId, topic: "t", privacy_level: 2, guild_scheduled_event_id: id },
      reason,
    },
  ],
  ["fetchStageInstance", { channelId }],
  ["editStageInstance", { channelId, payload: { topic: "u" }, reason }],
  ["deleteStageInstance", { channelId, reason }],
  ["createWebhook", { channelId, payload: { name: "hook", avatar: png }, reason }],
  ["fetchChannelWebhooks", { channelId }],
  ["fetchWebhooks"],
  ["fetchWebhook", { webhookId: id, token: "ignored" }],
  ["editWebhook", { webhookId: id, token: "ignored", payload: { name: "h", channel_id: channelId }, reason }],
  ["deleteWebhook", { webhookId: id, token: "ignored", reason }],
  [
    "executeWebhook",
    {
      webhookId: id,
      token: "ignored",
      wait: true,
      threadId,
      content: "hi",
      username: "Other",
      avatarUrl: "https://example.com/a.png",
    },
  ],
  ["fetchWebhookMessage", { webhookId: id, messageId, threadId }],
  ["editWebhookMessage", { webhookId: id, messageId, content: "edited" }],
  ["deleteWebhookMessage", { webhookId: id, messageId }],
  ["fetchGuild", { withCounts: true }],
  ["fetchGuildPreview"],
  ["editGuild", { payload: { name: "guild", afk_channel_id: channelId, afk_timeout: 300 }, reason }],
  ["fetchAuditLog", { userId, targetId: userId, actionType: 20, before: id, limit: 10 }],
  ["fetchEmojis"],
  ["fetchEmoji", { emojiId: id }],
  ["createEmoji", { payload: { name: "wave", image: png, roles: [roleId] }, reason }],
  ["editEmoji", { emojiId: id, payload: { name: "waved", roles: null }, reason }],
  ["deleteEmoji", { emojiId: id, reason }],
  ["fetchStickers"],
  ["fetchSticker", { stickerId: id }],
  ["createSticker", { payload: { name: "wave", tags: "👋", description: "waves" }, file: upload, reason }],
  ["editSticker", { stickerId: id, payload: { name: "waved", description: null }, reason }],
  ["deleteSticker", { stickerId: id, reason }],
  ["fetchInvites"],
  ["fetchChannelInvites", { channelId }],
  ["createInvite", {
    channelId,
    payload: { max_age: 60, max_uses: 1, temporary: true, unique: true },
    reason,
  }],
  ["createInvite", { channelId }],
  ["fetchInvite", { code: "aBc", withCounts: true }],
  ["deleteInvite", { code: "aBc", reason }],
  ["fetchScheduledEvents", { withUserCount: true }],
  ["fetchScheduledEvent", { eventId: id, withUserCount: true }],
  [
    "createScheduledEvent",
    {
      payload: {
        name: "e",
        privacy_level: 2,
        entity_type: 3,
        entity_metadata: { location: "here" },
        scheduled_start_time: start,
        scheduled_end_time: end,
        recurrence_rule: { start, frequency: 2, interval: 1, by_weekday: [0] },
      },
      reason,
    },
  ],
  ["editScheduledEvent", {
    eventId: id,
    payload: { entity_type: 2, channel_id: channelId, status: 2 },
    reason,
  }],
  ["deleteScheduledEvent", { eventId: id }],
  ["fetchScheduledEventUsers", { eventId: id, limit: 10, after: userId, withMember: true }],
  ["fetchAutoModerationRules"],
  ["fetchAutoModerationRule", { ruleId: id }],
  [
    "createAutoModerationRule",
    {
      payload: {
        name: "no swearing",
        event_type: 1,
        trigger_type: 1,
        trigger_metadata: { keyword_filter: ["x"], regex_patterns: ["y+"] },
        actions: [{ type: 1, metadata: { custom_message: "no" } }, {
          type: 2,
          metadata: { channel_id: channelId },
        }],
        exempt_roles: [roleId],
        exempt_channels: [channelId],
        enabled: true,
      },
      reason,
    },
  ],
  ["editAutoModerationRule", { ruleId: id, payload: { enabled: false }, reason }],
  ["fetchSoundboardSounds"],
  ["fetchSoundboardSound", { soundId: id }],
  [
    "createSoundboardSound",
    { payload: { name: "horn", sound: "data:audio/ogg;base64,T2dn", volume: 0.5, emoji_name: "📯" }, reason },
  ],
  ["editSoundboardSound", { soundId: id, payload: { name: "horns", emoji_id: null }, reason }],
  ["deleteSoundboardSound", { soundId: id, reason }],
  ["fetchWelcomeScreen"],
  [
    "editWelcomeScreen",
    {
      payload: {
        enabled: true,
        description: "Hi",
        welcome_channels: [{ channel_id: channelId, description: "Rules", emoji_id: null, emoji_name: "📜" }],
      },
      reason,
    },
  ],
  ["fetchOnboarding"],
  [
    "editOnboarding",
    {
      payload: {
        enabled: true,
        mode: 0,
        default_channel_ids: [channelId],
        prompts: [{
          id,
          title: "Who are you?",
          options: [{ title: "A fox", channel_ids: [channelId], role_ids: [roleId], emoji_name: "🦊" }],
        }],
      },
      reason,
    },
  ],
  ["editIncidentActions", { payload: { invites_disabled_until: start, dms_disabled_until: null } }],
  ["fetchIntegrations"],
  ["fetchVanityUrl"],
  ["fetchVoiceRegions"],
  ["deleteAutoModerationRule", { ruleId: id, reason }],
];

const SCRIPT = `on("messageCreate", async (ctx) => {
  for (const [name, args] of JSON.parse(ctx.msg.content)) {
    try {
      await rest[name](args);
    } catch (error) {
      console.log([name, error.code, error.path, error.message].join(" "));
    }
  }
});`;

/** What the functions asked of Discord, in order. */
async function requestsOf(list: typeof calls): Promise<{ requests: DiscordRequest[]; refused: string[] }> {
  await using served = await serveGuest(SCRIPT);
  const refused = await served.say(JSON.stringify(list));
  return { requests: served.loop.discord.requests, refused };
}

Deno.test("rest has a function for every route of the table, and each reaches its route", async () => {
  const { requests, refused } = await requestsOf(calls);
  assert.deepEqual(refused, []);
  assert.equal(requests.length, calls.length);
  const reached = new Set(requests.map(({ route }) => route));
  assert.deepEqual([...reached].sort(), [...restRouteNames].sort());
});

Deno.test("restRoutes names the routes that each function leads to", async () => {
  const { requests } = await requestsOf(calls);
  const reached = new Map<string, Set<string>>();
  for (const [index, [name]] of calls.entries()) {
    const routes = reached.get(name) ?? new Set();
    reached.set(name, routes.add(requests[index]!.route));
  }
  for (const [name, routes] of reached) {
    assert.ok(isRestFunction(name), name);
    const expected = [...routes].filter((route) => !route.startsWith("interactions."));
    assert.deepEqual([...restRoutes[name]].sort(), expected.sort(), name);
  }
  const others = Object.entries(restRoutes).filter(([name]) => !reached.has(name));
  assert.deepEqual(others.filter(([, routes]) => routes.length > 0), []);
});

Deno.test("rest passes on every argument and reason it is given", async () => {
  const { requests } = await requestsOf(calls);
  for (const [index, [name, args = {}]] of calls.entries()) {
    const { params, query = {}, body, reason } = requests[index]!;
    const sent = new Set([...Object.keys(params), ...Object.keys(query)]);
    if ("reason" in args) assert.equal(reason, args.reason, name);
    if (body !== undefined) continue;
    const expected = Object.keys(args).filter((key) => !["reason", "token"].includes(key));
    const snake = expected.map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    for (const [at, key] of expected.entries()) {
      assert.ok(sent.has(key) || sent.has(snake[at]!), `${name} ${key}`);
    }
  }
});

Deno.test("rest asks nothing that Discord's OpenAPI description refuses", async () => {
  const { requests } = await requestsOf(calls);
  const { checked, problems, skipped } = await checkDiscordRequests(requests);
  assert.deepEqual(problems, []);
  console.log(skipped ?? `${checked} requests of ${restRouteNames.length} routes fit Discord's description`);
});

Deno.test("rest.editGuildCommandPermissions() says that Discord takes this from no bot", async () => {
  const { refused, requests } = await requestsOf([["editGuildCommandPermissions", {
    commandId: id,
    payload: {},
  }]]);
  assert.match(refused[0]!, /DISCORD_ERROR .*members only/);
  assert.deepEqual(requests, []);
});

Deno.test("rest.timeoutMember() sets an end, or none, and refuses one too far off", async () => {
  const { requests, refused } = await requestsOf([
    ["timeoutMember", { userId, seconds: 60 }],
    ["timeoutMember", { userId, seconds: 0 }],
    ["timeoutMember", { userId, seconds: 28 * 86_400 + 1 }],
  ]);
  const ends = requests.map(({ body }) =>
    (body as { communication_disabled_until: string | null }).communication_disabled_until
  );
  assert.ok(Date.parse(ends[0]!) > 0);
  assert.equal(ends[1], null);
  assert.match(refused[0]!, /INVALID_ARGUMENT seconds/);
});

Deno.test("rest names the argument that is missing or wrong", async () => {
  const { refused } = await requestsOf([
    ["editRole"],
    ["editRole", { roleId: "..", payload: {} }],
    ["createRole", { payload: { color: -1 } }],
    ["createSticker", {
      payload: { name: "wave", tags: "x" },
      file: { name: "a", data: "x", contentType: "nothing" },
    }],
    ["fetchInvite", { code: "../guilds" }],
  ]);
  assert.deepEqual(refused.map((line) => line.split(" ").slice(1, 3).join(" ")), [
    "INVALID_ARGUMENT params.roleId",
    "INVALID_ARGUMENT params.roleId",
    "INVALID_ARGUMENT body.color",
    "INVALID_ARGUMENT files.0.contentType",
    "INVALID_ARGUMENT params.code",
  ]);
});
