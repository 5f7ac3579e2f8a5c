// Polls with buttons: everybody has one vote and may change it; who started it closes it, or the time does.
import {
  actionRow,
  after,
  button,
  ButtonStyle,
  component,
  createBot,
  embed,
  kv,
  on,
  rest,
  schedule,
  slash,
} from "@flora/sdk";

interface Poll {
  question: string;
  choices: string[];
  by: string;
  /** Choice by user. */
  votes: Record<string, number>;
  /** Unix seconds. */
  ends?: number;
  closed?: true;
}

const polls = kv.store("polls").json<Poll>();

/** The message of a poll as it stands now. */
function show(id: string, { question, choices, votes, ends, closed }: Poll) {
  const cast = Object.values(votes);
  const lines = choices.map((text, choice) => {
    const count = cast.filter((vote) => vote === choice).length;
    const share = count / Math.max(1, cast.length);
    return `**${text}** ${"▰".repeat(Math.round(share * 10)).padEnd(10, "▱")} ${count}`;
  });
  if (ends && !closed) lines.push("", `Ends <t:${ends}:R>`);
  const buttons = choices.map((text, choice) =>
    button().setCustomId(`poll/${id}/${choice}`).setLabel(text).setStyle(ButtonStyle.Primary)
  );
  const close = button().setCustomId(`poll/${id}/close`).setLabel("Close").setStyle(ButtonStyle.Danger);
  const title = closed ? `${question} (closed)` : question;
  return {
    embeds: [embed().setTitle(title).setDescription(lines.join("\n")).setColor(0x5865f2)],
    components: closed ? [] : [actionRow().addComponents(buttons), actionRow().addComponents(close)],
  };
}

const close = (id: string) => polls.update(id, (old) => old && { ...old, closed: true });

const poll = slash({
  name: "poll",
  description: "Asks everybody",
  options: [
    { name: "question", description: "What to ask", required: true, max: 200 },
    { name: "choices", description: "Separated by commas, 2 to 5", required: true, max: 400 },
    { name: "hours", description: "Until it closes by itself", type: "number", min: 0.1, max: 720 },
  ],
  run: async (ctx) => {
    const choices = String(ctx.options.choices).split(",").map((text) => text.trim()).filter(Boolean);
    if (choices.length < 2 || choices.length > 5 || choices.some((text) => text.length > 80)) {
      const content = "Give 2 to 5 choices of at most 80 characters, with commas between them.";
      return void await ctx.reply({ content, ephemeral: true });
    }
    const { interactionId: id, interactionToken: token, channelId, user } = ctx.msg;
    const made: Poll = { question: String(ctx.options.question), choices, by: user.id, votes: {} };
    const hours = Number(ctx.options.hours ?? 0);
    if (hours > 0) made.ends = Math.round(Date.now() / 1000 + hours * 3600);
    await polls.set(id, made);
    await ctx.reply(show(id, made));
    if (hours > 0) {
      const { id: messageId } = await rest.fetchOriginalInteractionResponse({ token });
      await after(`${hours}h`, { id, channelId, messageId }, `poll/${id}`);
    }
  },
});

component("poll/:id/close", async (ctx) => {
  const { id } = ctx.params;
  const known = await polls.get(id);
  if (known?.by !== ctx.msg.user.id) {
    return void await ctx.reply({ content: "Only who started the poll can close it.", ephemeral: true });
  }
  const closed = await close(id);
  await schedule.cancel(`poll/${id}`);
  await ctx.update(show(id, closed!));
});

component("poll/:id/:choice", async (ctx) => {
  const { id, choice } = ctx.params;
  const now = await polls.update(id, (old) => {
    return old && !old.closed ? { ...old, votes: { ...old.votes, [ctx.msg.user.id]: Number(choice) } } : null;
  });
  if (!now || now.closed) return void await ctx.reply({ content: "This poll is over.", ephemeral: true });
  await ctx.update(show(id, now));
});

// The time of a poll is over, however often the script was deployed or restarted meanwhile.
on("schedule", async ({ msg }) => {
  const { id, channelId, messageId } = msg.payload;
  const closed = await close(id);
  if (closed) await rest.editMessage({ channelId, messageId, ...show(id, closed) });
});

createBot({ commands: [poll] });
