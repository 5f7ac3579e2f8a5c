// Messages that get enough stars are shown in a channel of their own, with their count kept up to date.
import { createBot, embed, kv, on, rest, settings, slash } from "@flora/sdk";

const config = settings({
  channel: { type: "channel", label: "Board", description: "Where starred messages are shown" },
  stars: { type: "number", label: "Stars it takes", default: 3, min: 1, max: 100 },
  emoji: { type: "string", label: "Emoji that counts", default: "⭐", min: 1, max: 20 },
});

/** Id of the message on the board, by the id of the starred one. */
const posts = kv.store("starboard-posts");

/** The message, or nothing where it is gone. */
async function find(channelId: string, messageId: string) {
  try {
    return await rest.fetchMessage({ channelId, messageId });
  } catch (error) {
    if ((error as { status?: number }).status !== 404) throw error;
  }
}

/** Takes down what stands on the board for a message. Of several at once, the one that forgets it first does so. */
async function takeDown(messageId: string): Promise<void> {
  const board = config.value.channel;
  const post = await posts.get(messageId);
  if (!post || !await posts.delete(messageId) || !board) return;
  await rest.deleteMessage({ channelId: board, messageId: post });
}

/** Counts anew and writes, changes or takes down the message on the board, which may show this many stars already. */
async function refresh(channelId: string, messageId: string, shownStars?: number): Promise<void> {
  const { channel: board, stars: needed, emoji } = config.value;
  if (!board || channelId === board) return;
  const message = await find(channelId, messageId);
  const stars = message?.reactions?.find((reaction) => reaction.emoji.name === emoji)?.count ?? 0;
  if (!message || stars < needed) return await takeDown(messageId);
  if (stars === shownStars) return;
  const content = `${emoji} ${stars} in <#${channelId}>`;
  const picture = message.attachments.find((file) => file.content_type?.startsWith("image/"));
  const shown = embed()
    .setAuthor(message.author.username)
    .setDescription(message.content || null)
    .setColor(0xfee75c)
    .setTimestamp(new Date(message.timestamp));
  if (picture) shown.setImage(picture.url);
  const text = { channelId: board, content, embeds: [shown] };
  const post = await posts.get(messageId);
  if (post) return void await rest.editMessage({ ...text, messageId: post });
  const sent = await rest.sendMessage(text);
  // Two stars at once may both have found no post: the one that comes second takes its own down again.
  if (await posts.setIf(messageId, sent.id, { version: null }) === null) {
    return await rest.deleteMessage({ channelId: board, messageId: sent.id });
  }
  // What happened to the message before its post was known is only seen by looking again.
  await refresh(channelId, messageId, stars);
}

on("reactionAdd", async ({ msg }) => {
  if (msg.emoji.name === config.value.emoji) await refresh(msg.channelId, msg.messageId);
});

on("reactionRemove", async ({ msg }) => {
  if (msg.emoji.name === config.value.emoji) await refresh(msg.channelId, msg.messageId);
});

// The starred message was deleted.
on("messageDelete", ({ msg }) => takeDown(msg.id));

const starboard = slash({
  name: "starboard",
  description: "How messages get onto the board",
  run: async (ctx) => {
    const { channel, stars, emoji } = config.value;
    const content = channel
      ? `${stars} × ${emoji} bring a message to <#${channel}>.`
      : "There is no board yet: choose a channel in this script's settings.";
    await ctx.reply({ content, ephemeral: true });
  },
});

createBot({ commands: [starboard] });
