import assert from "node:assert/strict";
import { DispatchEvent, type GuildId } from "@flora/model";
import { guildOf, normalize } from "./normalize.ts";

const guild = "100000000000000001";
const author = { id: "400000000000000044", username: "ann", global_name: "Ann", bot: false };
const NOW = 1_700_000_000_000;

// deno-lint-ignore no-explicit-any -- payloads of every shape
function given(t: string, d: any) {
  const event = normalize({ t, d }, NOW);
  assert.ok(event, t);
  // deno-lint-ignore no-explicit-any -- msg has another shape for each event
  return { ...DispatchEvent.parse(event), msg: event.msg as any };
}

Deno.test("normalize() gives messages camelCase keys and their member its user", () => {
  const d = {
    id: "500000000000000055",
    channel_id: "600000000000000066",
    guild_id: guild,
    content: "hi",
    author,
    member: { nick: null, roles: ["700000000000000077"], joined_at: "2026-01-01T00:00:00.000000+00:00" },
    message_reference: { message_id: "500000000000000054" },
    attachments: [{ id: "1", content_type: "image/png" }],
    embeds: [{ author: { icon_url: "https://x.test" } }],
    mention_roles: [],
  };
  const { kind, event, msg, raw, guildId, receivedAt } = given("MESSAGE_CREATE", d);
  assert.deepEqual([kind, event, guildId, receivedAt], ["event", "messageCreate", guild, NOW]);
  assert.equal(raw, d);
  assert.equal(msg.channelId, d.channel_id);
  assert.equal(msg.author.globalName, "Ann");
  assert.equal(msg.messageReference.messageId, "500000000000000054");
  assert.equal(msg.attachments[0].contentType, "image/png");
  assert.equal(msg.embeds[0].author.iconUrl, "https://x.test");
  assert.equal(msg.member.joinedAt, d.member.joined_at);
  assert.equal(msg.member.user.username, "ann");
});

Deno.test("normalize() names message, reaction and bulk delete events as the SDK does", () => {
  const reaction = {
    user_id: "1",
    channel_id: "2",
    message_id: "3",
    guild_id: guild,
    emoji: { id: null, name: "👍" },
    burst: false,
  };
  const cases: [string, string, object, string[]][] = [
    ["MESSAGE_UPDATE", "messageUpdate", { id: "1", channel_id: "2", guild_id: guild }, [
      "id",
      "channelId",
      "guildId",
    ]],
    ["MESSAGE_DELETE", "messageDelete", { id: "1", channel_id: "2", guild_id: guild }, [
      "id",
      "channelId",
      "guildId",
    ]],
    ["MESSAGE_DELETE_BULK", "messageDeleteBulk", { ids: ["1"], channel_id: "2", guild_id: guild }, [
      "ids",
      "channelId",
      "guildId",
    ]],
    ["MESSAGE_REACTION_ADD", "reactionAdd", reaction, [
      "userId",
      "channelId",
      "messageId",
      "guildId",
      "emoji",
      "burst",
    ]],
    ["MESSAGE_REACTION_REMOVE", "reactionRemove", reaction, [
      "userId",
      "channelId",
      "messageId",
      "guildId",
      "emoji",
      "burst",
    ]],
    ["MESSAGE_REACTION_REMOVE_EMOJI", "reactionRemoveEmoji", {
      channel_id: "2",
      message_id: "3",
      guild_id: guild,
      emoji: {},
    }, ["channelId", "messageId", "guildId", "emoji"]],
    ["MESSAGE_REACTION_REMOVE_ALL", "reactionRemoveAll", {
      channel_id: "2",
      message_id: "3",
      guild_id: guild,
    }, ["channelId", "messageId", "guildId"]],
  ];
  for (const [type, name, d, keys] of cases) {
    const { event, msg } = given(type, d);
    assert.equal(event, name);
    assert.deepEqual(Object.keys(msg), keys);
  }
});

Deno.test("normalize() names the other events as discord.js does", () => {
  const names: Record<string, string> = {
    GUILD_MEMBER_ADD: "guildMemberAdd",
    GUILD_MEMBER_UPDATE: "guildMemberUpdate",
    CHANNEL_CREATE: "channelCreate",
    THREAD_CREATE: "threadCreate",
    GUILD_ROLE_UPDATE: "roleUpdate",
    VOICE_STATE_UPDATE: "voiceStateUpdate",
    INVITE_CREATE: "inviteCreate",
    AUTO_MODERATION_ACTION_EXECUTION: "autoModerationActionExecution",
    GUILD_SCHEDULED_EVENT_CREATE: "guildScheduledEventCreate",
    MESSAGE_POLL_VOTE_ADD: "messagePollVoteAdd",
    ENTITLEMENT_CREATE: "entitlementCreate",
    WEBHOOKS_UPDATE: "webhooksUpdate",
    GUILD_AUDIT_LOG_ENTRY_CREATE: "guildAuditLogEntryCreate",
  };
  for (const [type, name] of Object.entries(names)) {
    assert.equal(given(type, { guild_id: guild }).event, name);
  }
  assert.equal(given("GUILD_UPDATE", { id: guild }).event, "guildUpdate");
});

const interaction = {
  id: "800000000000000088",
  application_id: "900000000000000099",
  type: 2,
  token: "aW50ZXJhY3Rpb24.secret",
  guild_id: guild,
  channel_id: "600000000000000066",
  member: { user: author, permissions: "8", joined_at: "2026-01-01" },
  data: { id: "1", name: "roll", type: 1, options: [{ name: "a_b", type: 4, value: 6, max_value: 9 }] },
  authorizing_integration_owners: { "0": guild },
  app_permissions: "1",
};

Deno.test("normalize() takes the token out of an interaction and leaves its data in snake case", () => {
  const event = given("INTERACTION_CREATE", interaction);
  const { msg } = event;
  assert.equal(event.kind, "interaction");
  assert.equal(event.event, "interactionCreate");
  assert.deepEqual(event.interaction, {
    id: interaction.id,
    applicationId: interaction.application_id,
    token: interaction.token,
    type: 2,
  });
  const { interaction: _, ...rest } = event;
  assert.ok(!JSON.stringify(rest).includes(interaction.token));
  assert.equal(msg.interactionId, interaction.id);
  assert.equal(msg.applicationId, interaction.application_id);
  assert.equal(msg.channelId, interaction.channel_id);
  assert.equal(msg.commandName, "roll");
  assert.equal(msg.user.globalName, "Ann");
  assert.equal(msg.member.user.id, author.id);
  assert.equal(msg.appPermissions, "1");
  assert.deepEqual(msg.data, interaction.data);
});

Deno.test("normalize() tells components and modals from commands", () => {
  const event = (type: number, data: object) =>
    given("INTERACTION_CREATE", { ...interaction, type, data }).event;
  assert.equal(event(3, { custom_id: "x", component_type: 2 }), "componentInteraction");
  assert.equal(event(4, { name: "roll" }), "interactionCreate");
  assert.equal(event(5, { custom_id: "x", components: [] }), "modalSubmit");
});

Deno.test("normalize() gives no tenant what belongs to none", () => {
  assert.equal(normalize({ t: "MESSAGE_CREATE", d: { id: "1", content: "direct" } }, NOW), undefined);
  assert.equal(normalize({ t: "VOICE_SERVER_UPDATE", d: { guild_id: guild, token: "x" } }, NOW), undefined);
  assert.equal(normalize({ t: "GUILD_MEMBERS_CHUNK", d: { guild_id: guild } }, NOW), undefined);
  assert.equal(normalize({ t: "SOMETHING_NEW", d: { guild_id: guild } }, NOW), undefined);
  const ping = { ...interaction, type: 1 };
  assert.equal(normalize({ t: "INTERACTION_CREATE", d: ping }, NOW), undefined);
});

Deno.test("normalize() tells of a guild that comes, goes in an outage and comes again, not of one that was left", () => {
  assert.equal(given("GUILD_CREATE", { id: guild, member_count: 3 }).msg.memberCount, 3);
  assert.equal(given("GUILD_DELETE", { id: guild, unavailable: true }).event, "guildDelete");
  assert.equal(normalize({ t: "GUILD_CREATE", d: { id: guild, unavailable: true } }, NOW), undefined);
  assert.equal(normalize({ t: "GUILD_DELETE", d: { id: guild } }, NOW), undefined);
});

Deno.test("guildOf() routes an interaction only to the guild that installed the bot", () => {
  const owned = (owners: unknown, guildId: string | undefined = guild) =>
    guildOf({
      t: "INTERACTION_CREATE",
      d: { ...interaction, guild_id: guildId, authorizing_integration_owners: owners },
    });
  assert.equal(owned({ "0": guild }), guild as GuildId);
  assert.equal(owned(undefined), guild as GuildId);
  assert.equal(owned({ "0": "200000000000000002" }), undefined);
  assert.equal(owned({ "1": "400000000000000044" }), undefined);
  assert.equal(guildOf({ t: "INTERACTION_CREATE", d: { ...interaction, guild_id: undefined } }), undefined);
});
