// Reminds members of what they ask for, once or again and again. Reminders survive restarts and redeploys.
import {
  actionRow,
  after,
  component,
  createBot,
  embed,
  on,
  rest,
  schedule,
  type ScheduleItem,
  slash,
  stringSelect,
} from "@flora/sdk";

interface Reminder {
  userId: string;
  channelId: string;
  text: string;
  /** Days until the next one, where it comes again. */
  every?: number;
}

const MOST = 20;
const REPEATS = [
  { name: "every day", value: 1 },
  { name: "every week", value: 7 },
  { name: "every four weeks", value: 28 },
];
const DAY_MS = 86_400_000;

/** As Discord shows times: each reader sees it in their own time zone. */
const shown = (at: string) => `<t:${Math.round(Date.parse(at) / 1000)}:f>`;

/** What waits for a member, the next one first. Their id begins the names of their reminders. */
async function remindersOf(userId: string): Promise<ScheduleItem[]> {
  return (await schedule.list()).filter(({ name }) => name.startsWith(`${userId}/`));
}

const remind = slash({
  name: "remind",
  description: "Reminds you of something",
  options: [
    { name: "in", description: "How long from now, such as 20m, 1h 30m or 2d", required: true, max: 30 },
    { name: "text", description: "Of what", required: true, max: 500 },
    { name: "repeat", description: "Whether it comes again", type: "integer", choices: REPEATS },
  ],
  run: async (ctx) => {
    const { user, channelId, interactionId } = ctx.msg;
    const whisper = (content: string) => ctx.reply({ content, ephemeral: true });
    if ((await remindersOf(user.id)).length >= MOST) {
      return whisper(`You have ${MOST} reminders, which is the most. \`/reminders\` takes some back.`);
    }
    const { in: delay, text, repeat } = ctx.options as { in: string; text: string; repeat?: number };
    const reminder: Reminder = { userId: user.id, channelId, text, ...(repeat ? { every: repeat } : {}) };
    try {
      const { at } = await after(delay, reminder, `${user.id}/${interactionId}`);
      await whisper(`I will remind you on ${shown(at)}.`);
    } catch (error) {
      if ((error as { code?: string }).code !== "INVALID_ARGUMENT") throw error;
      await whisper("I did not understand when. Write it like `20m`, `1h 30m` or `2d`, at most five years.");
    }
  },
});

/** The list of a member's reminders, with a menu to take some back. */
async function overview(userId: string) {
  const waiting = await remindersOf(userId);
  if (waiting.length === 0) return { content: "Nothing waits for you.", embeds: [], components: [] };
  const lines = waiting.map(({ at, payload }) => {
    const { text, every } = payload as Reminder;
    return `${shown(at)}${every ? " 🔁" : ""} ${text}`;
  });
  const menu = stringSelect("reminders/cancel").setPlaceholder("Take back").setMinValues(1)
    .setMaxValues(waiting.length)
    .addOptions(waiting.map(({ name, payload }) => ({
      label: (payload as Reminder).text.slice(0, 100),
      value: name,
    })));
  return {
    embeds: [
      embed().setTitle("Your reminders").setDescription(lines.join("\n").slice(0, 4000)).setColor(0x5865f2),
    ],
    components: [actionRow().addComponents(menu)],
  };
}

const reminders = slash({
  name: "reminders",
  description: "What you will be reminded of",
  run: async (ctx) => void await ctx.reply({ ...await overview(ctx.msg.user.id), ephemeral: true }),
});

component("reminders/cancel", async (ctx) => {
  const names: string[] = ctx.msg.data.values;
  for (const name of names) await schedule.cancel(name);
  await ctx.update(await overview(ctx.msg.user.id));
});

/** When it comes again, at the same time of the day however late it came; what was missed meanwhile is not made up for. */
function next(at: string, days: number): Date {
  const over = Math.max(0, Math.floor((Date.now() - Date.parse(at)) / (days * DAY_MS)));
  return new Date(Date.parse(at) + (over + 1) * days * DAY_MS);
}

on("schedule", async ({ msg }) => {
  const reminder: Reminder = msg.payload;
  const { userId, channelId, text, every } = reminder;
  // The next one first: should this one fail, it comes again all the same.
  if (every) await schedule(msg.name, next(msg.at, every), reminder);
  await rest.sendMessage({
    channelId,
    content: `⏰ <@${userId}>: ${text}`,
    allowedMentions: { users: [userId] },
  });
});

// Nobody can be reminded there any more.
for (const event of ["channelDelete", "threadDelete"] as const) {
  on(event, async ({ msg }) => {
    for (const { name, payload } of await schedule.list()) {
      if ((payload as Reminder).channelId === msg.id) await schedule.cancel(name);
    }
  });
}

createBot({ commands: [remind, reminders] });
