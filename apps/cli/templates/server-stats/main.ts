// Counts members and messages: in the name of a channel, on demand, and in a report every Monday.
import { at, createBot, cron, embed, guild, kv, on, rest, settings, slash } from "@flora/sdk";

const config = settings({
  counter: {
    type: "channel",
    label: "Counter",
    description: "A voice channel whose name shows the number of members",
  },
  report: {
    type: "channel",
    label: "Report",
    description: "Where the week is summed up on Mondays, 9:00 UTC",
  },
});

/** Numbers by day and what is counted: `2030-01-31/messages`. */
const days = kv.store("days");
/** Messages by week and channel: `2030-01-28/<channel>`. */
const channels = kv.store("channels");

const DAY_MS = 86_400_000;
const KEPT_DAYS = 60;
const COUNTED = ["messages", "joins", "leaves"] as const;

/** A day as `2030-01-31`, so many days ago. */
const day = (ago = 0) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);

/** The Monday that a week begins with, so many weeks ago. */
function week(ago = 0): string {
  const sinceMonday = (new Date().getUTCDay() + 6) % 7;
  return day(sinceMonday + ago * 7);
}

on("messageCreate", async ({ msg }) => {
  if (msg.author.bot) return;
  await Promise.all([
    days.increment(`${day()}/messages`),
    channels.increment(`${week()}/${msg.channelId}`),
  ]);
});

on("guildMemberAdd", async () => void await days.increment(`${day()}/joins`));
on("guildMemberRemove", async () => void await days.increment(`${day()}/leaves`));

/** Seven days up to `last` days ago, and the channels of the week that `weeks` weeks ago began. */
async function summary(title: string, last: number, weeks: number) {
  const dates = Array.from({ length: 7 }, (_, index) => day(last + 6 - index));
  const keys = dates.flatMap((date) => COUNTED.map((what) => `${date}/${what}`));
  const values = (await days.getMany(keys)).map(Number);
  const sum = (offset: number) =>
    values.filter((_, index) => index % COUNTED.length === offset)
      .reduce((total, value) => total + value, 0);
  const [messages, joins, leaves] = COUNTED.map((_, offset) => sum(offset));
  const perDay = dates.map((_, index) => values[index * COUNTED.length]!);
  const busiest = await channels.top(3, { prefix: `${week(weeks)}/` });
  const { memberCount } = await guild.info();
  return embed()
    .setTitle(title)
    .setColor(0x5865f2)
    .addField("Members", `${memberCount} (+${joins} −${leaves})`, true)
    .addField("Messages", `${messages}\n\`${bars(perDay)}\``, true)
    .addField(
      "Busiest channels",
      busiest.map(({ name, value }) => `<#${name.split("/")[1]}> ${value}`).join("\n") || "None",
    );
}

/** A little chart: one column per number. */
function bars(values: number[]): string {
  const most = Math.max(1, ...values);
  return values.map((value) => "▁▂▃▄▅▆▇█"[Math.ceil(value / most * 7)]).join("");
}

const stats = slash({
  name: "stats",
  description: "The last seven days of this server",
  run: async (ctx) => void await ctx.reply({ embeds: [await summary("The last seven days", 0, 0)] }),
});

// Discord lets a channel be renamed twice in ten minutes: no more often than that, and only where something changed.
cron("counter", "*/10 * * * *", async () => {
  const { counter } = config.value;
  if (!counter) return;
  const name = `Members: ${(await guild.info()).memberCount}`;
  const channel = await guild.channel(counter);
  if (!channel || channel.name === name) return;
  await rest.editChannel({ channelId: counter, payload: { name }, reason: "Number of members" });
});

at("09:00 mon", async () => {
  const { report } = config.value;
  if (report) await rest.sendMessage({ channelId: report, embeds: [await summary("Last week", 1, 1)] });
});

// What nobody asks for any more makes room.
at("03:30", async () => {
  const oldest = day(KEPT_DAYS);
  for (const store of [days, channels]) {
    const { keys } = await store.list({ limit: 500 });
    for (const { name } of keys) if (name < oldest) await store.delete(name);
  }
});

createBot({ commands: [stats] });
