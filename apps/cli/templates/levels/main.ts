// Members earn points for what they write, at most once a minute, and rise through levels.
import { createBot, embed, kv, on, rest, settings, slash } from "@flora/sdk";

const config = settings({
  channel: {
    type: "channel",
    label: "Where new levels are announced",
    description: "Else where they were reached",
  },
  role: { type: "role", label: "Reward", description: "A role for who reaches the level below" },
  level: { type: "number", label: "Level of the reward", default: 5, min: 1, max: 100 },
});

/** Points by user. */
const points = kv.store("points");
const pauses = kv.store("pauses");
const PAUSE_SECONDS = 60;

/** Level n takes 50·n² points. */
const levelOf = (sum: number) => Math.floor(Math.sqrt(sum / 50));

on("messageCreate", async (ctx) => {
  const { author, content, channelId } = ctx.msg;
  if (author.bot || content.length < 3) return;
  // True once a minute for each member, however many messages come at once.
  if (!(await pauses.cooldown(author.id, PAUSE_SECONDS))) return;
  const gained = 15 + Math.floor(Math.random() * 10);
  const sum = await points.increment(author.id, gained);
  const level = levelOf(sum);
  if (level === levelOf(sum - gained)) return;
  const { channel = channelId, role, level: rewarded } = config.value;
  // A role that is too high keeps nobody's level secret, and a channel that is gone nobody from their role.
  try {
    if (role && level >= rewarded) {
      await rest.addMemberRole({ userId: author.id, roleId: role, reason: `Level ${level}` });
    }
  } finally {
    await rest.sendMessage({ channelId: channel, content: `🎉 <@${author.id}> has reached level ${level}!` });
  }
});

const rank = slash({
  name: "rank",
  description: "Points and level",
  options: [{ name: "member", description: "Whose; yours by default", type: "user" }],
  run: async (ctx) => {
    const userId = String(ctx.options.member ?? ctx.msg.user.id);
    const sum = Number(await points.get(userId) ?? 0);
    const place = await points.rank(userId);
    const where = place === null ? "" : `, place ${place}`;
    await ctx.reply(`<@${userId}> has ${sum} points, level ${levelOf(sum)}${where}.`);
  },
});

const leaderboard = slash({
  name: "leaderboard",
  description: "The ten with the most points",
  run: async (ctx) => {
    const best = await points.top(10);
    const lines = best.map(({ name, value }, index) => `${index + 1}. <@${name}> ${value}`);
    const board = embed().setTitle("Leaderboard").setDescription(lines.join("\n") || "Nobody yet.");
    await ctx.reply({ embeds: [board.setColor(0x57f287)] });
  },
});

createBot({ commands: [rank, leaderboard] });
