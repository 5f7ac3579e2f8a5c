// Polls with buttons: everybody has one vote and may change it; who started it closes it.
import { actionRow, button, ButtonStyle, component, createBot, embed, kv, slash } from "@flora/sdk";

interface Poll {
  question: string;
  choices: string[];
  by: string;
  /** Choice by user. */
  votes: Record<string, number>;
  closed?: true;
}

const polls = kv.store("polls").json<Poll>();

function show(id: string, { question, choices, votes, closed }: Poll) {
  const counts = choices.map((_, choice) => Object.values(votes).filter((vote) => vote === choice).length);
  const all = Math.max(1, Object.keys(votes).length);
  const lines = choices.map((text, choice) => {
    const share = counts[choice]! / all;
    return `**${text}** ${"▰".repeat(Math.round(share * 10)).padEnd(10, "▱")} ${counts[choice]}`;
  });
  const buttons = choices.map((text, choice) => button().setCustomId(`poll/${id}/${choice}`).setLabel(text));
  const close = button().setCustomId(`poll/${id}/close`).setLabel("Close").setStyle(ButtonStyle.Danger);
  return {
    embeds: [embed().setTitle(closed ? `${question} (closed)` : question).setDescription(lines.join("\n"))],
    components: closed ? [] : [actionRow().addComponents(buttons), actionRow().addComponents(close)],
  };
}

const poll = slash({
  name: "poll",
  description: "Asks everybody",
  options: [
    { name: "question", description: "What to ask", required: true, max: 200 },
    { name: "choices", description: "Separated by commas, 2 to 5", required: true, max: 400 },
  ],
  run: async (ctx) => {
    const choices = String(ctx.options.choices).split(",").map((text) => text.trim()).filter(Boolean);
    if (choices.length < 2 || choices.length > 5 || choices.some((text) => text.length > 80)) {
      return void await ctx.reply({
        content: "Give 2 to 5 choices of at most 80 characters.",
        ephemeral: true,
      });
    }
    const made: Poll = { question: String(ctx.options.question), choices, by: ctx.msg.user.id, votes: {} };
    await polls.set(ctx.msg.interactionId, made);
    await ctx.reply(show(ctx.msg.interactionId, made));
  },
});

component("poll/:id/close", async (ctx) => {
  const known = await polls.get(ctx.params.id);
  if (!known || known.by !== ctx.msg.user.id) {
    return void await ctx.reply({ content: "Only who started the poll can close it.", ephemeral: true });
  }
  const closed = await polls.update(ctx.params.id, (old) => old && { ...old, closed: true });
  await ctx.update(show(ctx.params.id, closed!));
});

component("poll/:id/:choice", async (ctx) => {
  const { id, choice } = ctx.params;
  const now = await polls.update(id, (old) => {
    return old && !old.closed ? { ...old, votes: { ...old.votes, [ctx.msg.user.id]: Number(choice) } } : null;
  });
  if (!now || now.closed) return void await ctx.reply({ content: "This poll is over.", ephemeral: true });
  await ctx.update(show(id, now));
});

createBot({ commands: [poll] });
