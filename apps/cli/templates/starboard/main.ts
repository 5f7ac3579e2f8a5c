// Messages that get enough stars are shown in a channel of their own, with their count kept up to date.
import { createBot, embed, kv, on, rest, slash } from "@flora/sdk";

interface Settings {
  channel: string;
  stars: number;
}

const settings = kv.store("starboard").json<Settings>();
/** Id of the message on the board, by the id of the starred one. */
const posts = kv.store("starboard-posts");
const STAR = "⭐";

const starboard = slash({
  name: "starboard",
  description: "Where starred messages are shown",
  // Manage Guild
  defaultMemberPermissions: "32",
  options: [
    { name: "channel", description: "The board", type: "channel", required: true },
    { name: "stars", description: "How many it takes (3)", type: "integer", min: 1, max: 100 },
  ],
  run: async (ctx) => {
    const now = { channel: String(ctx.options.channel), stars: Number(ctx.options.stars ?? 3) };
    await settings.set("settings", now);
    await ctx.reply({
      content: `${now.stars} ${STAR} bring a message to <#${now.channel}>.`,
      ephemeral: true,
    });
  },
});

/** Counts anew and writes, moves up or takes down the message on the board. */
async function refresh(channelId: string, messageId: string): Promise<void> {
  const rules = await settings.get("settings");
  if (!rules || channelId === rules.channel) return;
  const message = await rest.fetchMessage({ channelId, messageId });
  const stars = message.reactions?.find(({ emoji }) => emoji.name === STAR)?.count ?? 0;
  const post = await posts.get(messageId);
  if (stars < rules.stars) {
    if (!post) return;
    await posts.delete(messageId);
    return await rest.deleteMessage({ channelId: rules.channel, messageId: post });
  }
  const content = `${STAR} ${stars} in <#${channelId}>`;
  const shown = embed().setAuthor(message.author.username).setDescription(message.content).setTimestamp(
    message.timestamp,
  );
  if (post) {
    return void await rest.editMessage({
      channelId: rules.channel,
      messageId: post,
      content,
      embeds: [shown],
    });
  }
  const sent = await rest.sendMessage({ channelId: rules.channel, content, embeds: [shown] });
  // Two stars at once may both have found no post: the one that comes second takes its own down again.
  if (await posts.setIf(messageId, sent.id, { version: null }) === null) {
    await rest.deleteMessage({ channelId: rules.channel, messageId: sent.id });
  }
}

on("reactionAdd", ({ msg }) => msg.emoji.name === STAR ? refresh(msg.channelId, msg.messageId) : undefined);
on(
  "reactionRemove",
  ({ msg }) => msg.emoji.name === STAR ? refresh(msg.channelId, msg.messageId) : undefined,
);

createBot({ commands: [starboard] });
