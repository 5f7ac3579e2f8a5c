/** @module One of everything a guild can own, made through the emulator's REST as the bot. */
import type { Emulator } from "@flora/discord-emulator";

export const PNG = "data:image/png;base64,iVBORw0KGgo=";
export const SOUND = "data:audio/ogg;base64,T2dn";
export const later = (hours: number) => new Date(Date.UTC(2035, 0, 1, hours)).toISOString();

/** Ids by what they name. */
export interface Stock {
  channelId: string;
  newsId: string;
  voiceId: string;
  /** A stage that is open, with the member and the bot in it, and one that is not. */
  stageId: string;
  closedStageId: string;
  threadId: string;
  messageId: string;
  newsMessageId: string;
  pollId: string;
  userId: string;
  bannedId: string;
  roleId: string;
  emojiId: string;
  stickerId: string;
  webhookId: string;
  webhookMessageId: string;
  code: string;
  eventId: string;
  ruleId: string;
  commandId: string;
  soundId: string;
}

interface Body {
  id: string;
  sound_id: string;
  token: string;
  code: string;
}

/** Takes what there is of limited things away and makes everything anew. */
export async function stock(emulator: Emulator, guildId: string): Promise<Stock> {
  const { world, applicationId } = emulator;
  const guild = world.guilds.get(guildId)!;
  for (
    const things of [guild.stickers, guild.emojis, guild.rules, guild.stages, guild.events, guild.sounds]
  ) {
    things.clear();
  }
  const post = (path: string, body: unknown) => call(emulator, "POST", path, body);
  const g = `/guilds/${guildId}`;
  const channel = async (name: string, type: number) => (await post(`${g}/channels`, { name, type })).id;
  const join = async (name: string) =>
    (await act(emulator, `${g}/members`, { username: name }) as { user: { id: string } }).user.id;

  const userId = await join("member");
  const bannedId = await join("banned");
  await call(emulator, "PUT", `${g}/bans/${bannedId}`, {});
  const channelId = await channel("text", 0);
  const newsId = await channel("news", 5);
  const voiceId = await channel("voice", 2);
  const stageId = await channel("stage", 13);
  const closedStageId = await channel("closed", 13);
  const message = await post(`/channels/${channelId}/messages`, { content: "a message" });
  const news = await post(`/channels/${newsId}/messages`, { content: "news" });
  const poll = { question: { text: "Q" }, answers: [{ poll_media: { text: "A" } }] };
  const event = {
    name: "Outing",
    privacy_level: 2,
    entity_type: 3,
    scheduled_start_time: later(1),
    scheduled_end_time: later(2),
    entity_metadata: { location: "Park" },
  };
  const rule = { name: "Words", event_type: 1, trigger_type: 1, actions: [{ type: 1 }] };
  const sticker = new FormData();
  for (const [key, value] of [["name", "wave"], ["tags", "x"], ["description", ""]]) {
    sticker.set(key!, value!);
  }
  sticker.set("file", new Blob(["png"]), "wave.png");
  const webhook = await post(`/channels/${channelId}/webhooks`, { name: "hook" });
  const hooked = await post(`/webhooks/${webhook.id}/${webhook.token}?wait=true`, { content: "hooked" });
  await post("/stage-instances", { channel_id: stageId, topic: "Talk" });
  for (const user of [userId, emulator.botUserId]) {
    await act(emulator, `${g}/voice`, { userId: user, channelId: stageId });
  }
  const roleId = (await post(`${g}/roles`, { name: "role" })).id;
  await call(emulator, "PUT", `/channels/${channelId}/permissions/${roleId}`, { type: 0, allow: "1024" });
  const threadId = (await post(`/channels/${channelId}/threads`, { name: "thread", type: 11 })).id;
  await call(emulator, "PUT", `/channels/${threadId}/thread-members/${userId}`, undefined);
  return {
    channelId,
    newsId,
    voiceId,
    stageId,
    closedStageId,
    threadId,
    messageId: message.id,
    newsMessageId: news.id,
    pollId: (await post(`/channels/${channelId}/messages`, { poll })).id,
    userId,
    bannedId,
    roleId,
    emojiId: (await post(`${g}/emojis`, { name: "wave", image: PNG })).id,
    stickerId: (await post(`${g}/stickers`, sticker)).id,
    webhookId: webhook.id,
    webhookMessageId: hooked.id,
    code: (await post(`/channels/${channelId}/invites`, { max_age: 0 })).code,
    eventId: (await post(`${g}/scheduled-events`, event)).id,
    ruleId: (await post(`${g}/auto-moderation/rules`, rule)).id,
    soundId: (await post(`${g}/soundboard-sounds`, { name: "horn", sound: SOUND })).sound_id,
    commandId:
      (await post(`/applications/${applicationId}${g}/commands`, { name: "roll", description: "Rolls" })).id,
  };
}

/** Everything of a guild that a request could change. */
export function snapshot({ world }: Emulator, guildId: string): string {
  const channels = [...world.channels.values()].filter((one) => one.guildId === guildId);
  const own = <T extends { guildId: string }>(things: Iterable<T>) =>
    [...things].filter((one) => one.guildId === guildId);
  return JSON.stringify(
    [
      world.guilds.get(guildId),
      channels,
      channels.map(({ id }) => world.messagesOf(id)),
      own(world.webhooks.values()),
      own(world.invites.values()),
    ],
    (_, value) => {
      if (value instanceof Map) return [...value];
      if (value instanceof Set) return [...value];
      return typeof value === "bigint" ? String(value) : value;
    },
  );
}

async function call({ apiUrl, token }: Emulator, method: string, path: string, body: unknown): Promise<Body> {
  const form = body instanceof FormData;
  const response = await fetch(`${apiUrl}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${token}`, ...(form ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text || "{}");
}

async function act({ url }: Emulator, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${url}/emulator/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
  return await response.json();
}
