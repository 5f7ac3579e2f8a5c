import type { Harness } from "./harness.ts";
import type { Call } from "./tour.ts";

const hour = (hours: number) => new Date(Date.UTC(2030, 0, 1, hours)).toISOString();

/** What a community has besides messages: polls, stickers, events, auto-moderation, stages, voice. */
export async function community(harness: Harness, call: Call): Promise<void> {
  const { guildId: g, generalId: c, aliceId, bobId, emulator, act } = harness;
  const poll = await call("POST", `/channels/${c}/messages`, {
    poll: {
      question: { text: "Q" },
      answers: [{ poll_media: { text: "A" } }, { poll_media: { text: "B" } }],
    },
  });
  for (const answerId of [1, 2]) {
    await act("POST", `/messages/${poll.id}/votes`, { userId: aliceId, answerId });
  }
  await act("DELETE", `/messages/${poll.id}/votes`, { userId: aliceId, answerId: 2 });
  await act("POST", `/messages/${poll.id}/votes`, { userId: bobId, answerId: 1 });
  await call("GET", `/channels/${c}/polls/${poll.id}/answers/1?limit=10`);
  await call("GET", `/channels/${c}/messages/${poll.id}`);
  await call("POST", `/channels/${c}/polls/${poll.id}/expire`);

  const form = new FormData();
  form.set("name", "wave");
  form.set("tags", "👋");
  form.set("description", "");
  form.set("file", new Blob(["png"], { type: "image/png" }), "wave.png");
  const sticker = await call("POST", `/guilds/${g}/stickers`, form);
  await call("GET", `/guilds/${g}/stickers`);
  await call("GET", `/guilds/${g}/stickers/${sticker.id}`);
  await call("PATCH", `/guilds/${g}/stickers/${sticker.id}`, { name: "waved", description: "waves" });
  await call("POST", `/channels/${c}/messages`, { sticker_ids: [sticker.id] });
  await call("DELETE", `/guilds/${g}/stickers/${sticker.id}`);

  const stage = await call("POST", `/guilds/${g}/channels`, { name: "stage", type: 13 });
  const events = `/guilds/${g}/scheduled-events`;
  const event = await call("POST", events, {
    name: "Outing",
    privacy_level: 2,
    entity_type: 3,
    entity_metadata: { location: "Park" },
    scheduled_start_time: hour(10),
    scheduled_end_time: hour(12),
    recurrence_rule: { start: hour(10), frequency: 2, interval: 1, by_weekday: [1] },
  });
  await act("POST", `/guilds/${g}/events/${event.id}/users`, { userId: aliceId });
  await call("GET", `${events}/${event.id}?with_user_count=true`);
  await call("GET", `${events}/${event.id}/users?with_member=true`);
  await act("DELETE", `/guilds/${g}/events/${event.id}/users`, { userId: aliceId });
  await call("GET", events);
  await call("PATCH", `${events}/${event.id}`, { entity_type: 1, channel_id: stage.id, status: 2 });

  const open = await call("POST", "/stage-instances", {
    channel_id: stage.id,
    topic: "Talk",
    guild_scheduled_event_id: event.id,
  });
  await call("GET", `/stage-instances/${open.channel_id}`);
  await call("PATCH", `/stage-instances/${open.channel_id}`, { topic: "Talks" });
  const states = `/guilds/${g}/voice-states`;
  await act("POST", `/guilds/${g}/voice`, { userId: aliceId, channelId: stage.id });
  await call("GET", `${states}/${aliceId}`);
  await call("PATCH", `${states}/${aliceId}`, { channel_id: stage.id, suppress: false });
  await act("POST", `/guilds/${g}/voice`, { userId: emulator.botUserId, channelId: stage.id });
  await call("GET", `${states}/@me`);
  await call("PATCH", `${states}/@me`, { channel_id: stage.id, request_to_speak_timestamp: hour(10) });
  await call("PATCH", `/guilds/${g}/members/${aliceId}`, { channel_id: null });
  await act("POST", `/guilds/${g}/voice`, { userId: emulator.botUserId, channelId: null });
  await call("DELETE", `/stage-instances/${open.channel_id}`);
  await call("DELETE", `${events}/${event.id}`);

  const rules = `/guilds/${g}/auto-moderation/rules`;
  const rule = await call("POST", rules, {
    name: "Words",
    event_type: 1,
    trigger_type: 1,
    trigger_metadata: { keyword_filter: ["bad"] },
    actions: [{ type: 1 }, { type: 2, metadata: { channel_id: c } }],
    exempt_channels: [c],
  });
  await call("POST", rules, {
    name: "Mentions",
    event_type: 1,
    trigger_type: 5,
    trigger_metadata: { mention_total_limit: 5 },
    actions: [{ type: 3, metadata: { duration_seconds: 60 } }],
  });
  await call("GET", rules);
  await call("GET", `${rules}/${rule.id}`);
  await call("PATCH", `${rules}/${rule.id}`, { enabled: true });
  await call("DELETE", `${rules}/${rule.id}`);

  await receive(harness, call);
  const news = await call("POST", `/guilds/${g}/channels`, { name: "news", type: 5 });
  await call("POST", `/channels/${news.id}/followers`, { webhook_channel_id: c });
  await call("GET", `/channels/${c}/webhooks`);
  const thread = await call("POST", `/channels/${c}/threads`, { name: "private", type: 12 });
  await call("PATCH", `/channels/${thread.id}`, { archived: true });
  await call("GET", `/channels/${c}/users/@me/threads/archived/private`);
  await call("GET", `/channels/${c}/threads/archived/private`);
  await call("GET", `/guilds/${g}/prune?days=7`);
}

/** Soundboard, welcome screen, onboarding, search. */
async function receive({ guildId: g, generalId: c }: Harness, call: Call): Promise<void> {
  const sound = await call("POST", `/guilds/${g}/soundboard-sounds`, {
    name: "horn",
    sound: "data:audio/ogg;base64,T2dn",
    emoji_name: "📯",
  });
  await call("GET", `/guilds/${g}/soundboard-sounds`);
  await call("GET", `/guilds/${g}/soundboard-sounds/${sound.sound_id}`);
  await call("PATCH", `/guilds/${g}/soundboard-sounds/${sound.sound_id}`, { volume: 0.5 });
  await call("DELETE", `/guilds/${g}/soundboard-sounds/${sound.sound_id}`);
  await call("PATCH", `/guilds/${g}/welcome-screen`, {
    enabled: true,
    description: "Hi",
    welcome_channels: [{ channel_id: c, description: "Talk", emoji_name: "🦊" }],
  });
  await call("GET", `/guilds/${g}/welcome-screen`);
  await call("PUT", `/guilds/${g}/onboarding`, {
    enabled: true,
    default_channel_ids: [c],
    prompts: [{ id: "0", title: "Who?", options: [{ title: "A fox", channel_ids: [c], emoji_name: "🦊" }] }],
  });
  await call("GET", `/guilds/${g}/onboarding`);
  await call("PUT", `/guilds/${g}/incident-actions`, { invites_disabled_until: null });
  for (const what of ["integrations", "vanity-url", "regions"]) await call("GET", `/guilds/${g}/${what}`);
  await call("GET", `/guilds/${g}/messages/search?content=hello&limit=5`);
  await call("POST", `/channels/${c}/threads`, { name: "found", type: 11 });
  await call("GET", `/channels/${c}/threads/search?name=found`);
  const voice = await call("POST", `/guilds/${g}/channels`, { name: "voice", type: 2 });
  await call("PUT", `/channels/${voice.id}/voice-status`, { status: "Music" });
}
