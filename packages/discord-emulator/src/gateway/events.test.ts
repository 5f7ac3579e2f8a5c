import assert from "node:assert/strict";
import { GatewayDispatchEvents, GatewayIntentBits } from "discord-api-types/v10";
import { openEventJudge } from "../../testdata/event-schemas.ts";
import { Bare, withEmulator } from "../../testdata/harness.ts";
import { tour } from "../../testdata/tour.ts";
import { KNOWN_INTENTS } from "./intents.ts";

/** Events the tour must have caused, so that the check is about something. */
const EXPECTED = [
  "READY GUILD_CREATE GUILD_UPDATE GUILD_ROLE_CREATE GUILD_ROLE_UPDATE GUILD_ROLE_DELETE CHANNEL_CREATE",
  "CHANNEL_UPDATE CHANNEL_DELETE CHANNEL_PINS_UPDATE THREAD_CREATE THREAD_UPDATE THREAD_MEMBERS_UPDATE",
  "GUILD_MEMBER_UPDATE GUILD_MEMBER_REMOVE GUILD_AUDIT_LOG_ENTRY_CREATE GUILD_BAN_ADD GUILD_BAN_REMOVE",
  "GUILD_EMOJIS_UPDATE WEBHOOKS_UPDATE INVITE_CREATE INVITE_DELETE MESSAGE_CREATE MESSAGE_UPDATE MESSAGE_DELETE",
  "MESSAGE_DELETE_BULK MESSAGE_REACTION_ADD MESSAGE_REACTION_REMOVE MESSAGE_REACTION_REMOVE_ALL TYPING_START",
  "INTERACTION_CREATE GUILD_MEMBER_ADD MESSAGE_REACTION_REMOVE_EMOJI THREAD_DELETE GUILD_DELETE GUILD_MEMBERS_CHUNK",
  "MESSAGE_POLL_VOTE_ADD MESSAGE_POLL_VOTE_REMOVE GUILD_STICKERS_UPDATE VOICE_STATE_UPDATE STAGE_INSTANCE_CREATE",
  "STAGE_INSTANCE_UPDATE STAGE_INSTANCE_DELETE GUILD_SCHEDULED_EVENT_CREATE GUILD_SCHEDULED_EVENT_UPDATE",
  "GUILD_SCHEDULED_EVENT_DELETE GUILD_SCHEDULED_EVENT_USER_ADD GUILD_SCHEDULED_EVENT_USER_REMOVE",
  "AUTO_MODERATION_RULE_CREATE AUTO_MODERATION_RULE_UPDATE AUTO_MODERATION_RULE_DELETE",
  "GUILD_SOUNDBOARD_SOUND_CREATE GUILD_SOUNDBOARD_SOUND_UPDATE GUILD_SOUNDBOARD_SOUND_DELETE",
  "VOICE_CHANNEL_STATUS_UPDATE",
].join(" ").split(" ");

Deno.test("Gateway events fit the types of discord-api-types", () =>
  withEmulator({}, async (harness) => {
    const judge = openEventJudge();
    const { emulator, act, rest, guildId, generalId, ownerId } = harness;
    const bare = new Bare(`${emulator.gatewayUrl}/?v=10&encoding=json`);
    await bare.identify(emulator.token, KNOWN_INTENTS);
    await act("POST", `/guilds/${guildId}/members`, { username: "carol" });
    await tour(harness, async (method, path, body) => (await rest(method, path, body)).body);
    const { body: sent } = await rest("POST", `/channels/${generalId}/messages`, { content: "react" });
    const emoji = encodeURIComponent("👍");
    await act("POST", `/messages/${sent.id}/reactions`, { userId: ownerId, emoji: "👍" });
    await rest("DELETE", `/channels/${generalId}/messages/${sent.id}/reactions/${emoji}`);
    const { body: thread } = await rest("POST", `/channels/${generalId}/threads`, { name: "t", type: 11 });
    await rest("DELETE", `/channels/${thread.id}`);
    bare.send(8, { guild_id: guildId, query: "", limit: 0 });
    await bare.event("GUILD_MEMBERS_CHUNK");
    await rest("DELETE", `/users/@me/guilds/${guildId}`);
    await bare.event("GUILD_DELETE");
    const events = bare.frames.filter(({ op }) => op === 0);
    const problems = new Set(events.flatMap(({ t, d }) => judge.check(t!, d)));
    assert.deepEqual([...problems], []);
    const seen = new Set(events.map(({ t }) => t));
    assert.deepEqual(EXPECTED.filter((name) => !seen.has(name)), []);
    bare.close();
  }));

Deno.test("KNOWN_INTENTS holds every intent of discord-api-types", () => {
  const all = Object.values(GatewayIntentBits).filter((bit) => typeof bit === "number");
  assert.ok(all.every((bit) => (KNOWN_INTENTS & bit) === bit));
  assert.ok(Object.values(GatewayDispatchEvents).length >= EXPECTED.length);
});
