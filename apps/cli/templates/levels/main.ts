// Members earn points for what they write, at most once a minute, and rise through levels.
import { createBot, embed, kv, on, slash } from "@flora/sdk";

const points = kv.store("points");
const pauses = kv.store("pauses");
const PAUSE_S = 60;

/** Level n takes 50·n² points. */
const levelOf = (sum: number) => Math.floor(Math.sqrt(sum / 50));

on("messageCreate", async (ctx) => {
  const { author, content } = ctx.msg;
  if (author.bot || content.length < 3) return;
  const until = Math.floor(Date.now() / 1000) + PAUSE_S;
  if (await pauses.setIf(author.id, "x", { version: null }, { expiration: until }) === null) return;
  const gained = 15 + Math.floor(Math.random() * 10);
  const sum = await points.increment(author.id, gained);
  if (levelOf(sum) > levelOf(sum - gained)) await ctx.reply(`🎉 Level ${levelOf(sum)}!`);
});

const rank = slash({
  name: "rank",
  description: "Points and level",
  options: [{ name: "member", description: "Whose; yours by default", type: "user" }],
  run: async (ctx) => {
    const userId = String(ctx.options.member ?? ctx.msg.user.id);
    const sum = Number(await points.get(userId) ?? 0);
    await ctx.reply(`<@${userId}> has ${sum} points, level ${levelOf(sum)}.`);
  },
});

const leaderboard = slash({
  name: "leaderboard",
  description: "The ten with the most points",
  run: async (ctx) => {
    const all: { userId: string; sum: number }[] = [];
    let cursor: string | undefined;
    do {
      const page = await points.list({ limit: 1000, ...(cursor ? { cursor } : {}) });
      const sums = await Promise.all(
        page.keys.map(async ({ name }) => ({ userId: name, sum: Number(await points.get(name)) })),
      );
      all.push(...sums);
      cursor = page.cursor;
    } while (cursor);
    const best = all.sort((a, b) => b.sum - a.sum).slice(0, 10);
    const lines = best.map(({ userId, sum }, index) => `${index + 1}. <@${userId}> ${sum}`);
    await ctx.reply({
      embeds: [embed().setTitle("Leaderboard").setDescription(lines.join("\n") || "Nobody yet.")],
    });
  },
});

createBot({ commands: [rank, leaderboard] });
