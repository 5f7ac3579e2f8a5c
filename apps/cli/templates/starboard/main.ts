// Messages that get enough stars are shown in a channel of their own, with their count kept up to date.
import { createBot, embed, guild, kv, on, rest, settings, slash } from "@flora/sdk";

const config = settings({
  channel: { type: "channel", label: "Board", description: "Where starred messages are shown" },
  stars: { type: "number", label: "Stars it takes", default: 3, min: 1, max: 100 },
  emoji: { type: "string", label: "Emoji that counts", default: "⭐", min: 1, max: 60 },
});

/** Id of the message on the board, by the id of the starred one. */
const posts = kv.store("starboard-posts");

/** Whether an emoji is the one that counts. One of the server's own is set as it is written, `<:name:id>`, or by name. */
function counts(emoji: { id?: string | null; name?: string | null }): boolean {
  const wanted = config.value.emoji.trim();
  const id = /^<a?:\w+:(\d+)>$/.exec(wanted)?.[1];
  return id ? emoji.id === id : emoji.name === wanted;
}

/** What a call resolves with; nothing where the message is gone. */
async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if ((error as { status?: number }).status !== 404) throw error;
  }
}

/** Takes down what stands on the board for a message. Of several at once, the one that forgets it first does so. */
async function takeDown(messageId: string): Promise<void> {
  const board = config.value.channel;
  const post = await posts.get(messageId);
  if (!post || !await posts.delete(messageId) || !board) return;
  await unlessGone(rest.deleteMessage({ channelId: board, messageId: post }));
}

/** Counts anew and writes, changes or takes down the message on the board, which may show this many stars already. */
async function refresh(channelId: string, messageId: string, shownStars?: number): Promise<void> {
  const { channel: board, stars: needed, emoji } = config.value;
  if (!board || channelId === board) return;
  const message = await unlessGone(rest.fetchMessage({ channelId, messageId }));
  const stars = message?.reactions?.find((reaction) => counts(reaction.emoji))?.count ?? 0;
  if (!message || stars < needed) return await takeDown(messageId);
  if (stars === shownStars) return;
  const { id: guildId } = await guild.info();
  const content = `${emoji} ${stars} https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
  const picture = message.attachments.find((file) => file.content_type?.startsWith("image/"));
  const shown = embed()
    .setAuthor(message.author.username)
    .setDescription(message.content || null)
    .setColor(0xfee75c)
    .setTimestamp(new Date(message.timestamp));
  if (picture) shown.setImage(picture.url);
  const text = { channelId: board, content, embeds: [shown] };
  const post = await posts.get(messageId);
  if (post) {
    // A moderator may have taken it down from the board: then it stays down.
    await unlessGone(rest.editMessage({ ...text, messageId: post }));
  } else {
    const sent = await rest.sendMessage(text);
    // Two stars at once may both have found no post: the one that comes second takes its own down again.
    if (await posts.setIf(messageId, sent.id, { version: null }) === null) {
      return await rest.deleteMessage({ channelId: board, messageId: sent.id });
    }
  }
  // What happened to the message meanwhile is only seen by looking again.
  await refresh(channelId, messageId, stars);
}

for (const event of ["reactionAdd", "reactionRemove", "reactionRemoveEmoji"] as const) {
  on(event, async ({ msg }) => {
    if (counts(msg.emoji)) await refresh(msg.channelId, msg.messageId);
  });
}

// A moderator took all its reactions away, or deleted it, alone or with others.
on("reactionRemoveAll", ({ msg }) => takeDown(msg.messageId));
on("messageDelete", ({ msg }) => takeDown(msg.id));
on("messageDeleteBulk", async ({ msg }) => {
  const shown = await posts.getMany(msg.ids);
  for (const [index, id] of msg.ids.entries()) if (shown[index]) await takeDown(id);
});

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
