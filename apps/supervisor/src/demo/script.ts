// The script of the demo guild. Change it and run `npx flora deploy` to see it live, or start your own.
// Everything imported here is a global of every script too; the import helps editors.
import { actionRow, button, ButtonStyle, createBot, cron, embed, kv, on, prefix, slash } from "@flora/sdk";

/** Counts every `!ping`, for ever: KV survives restarts. */
const counters = kv.store("counters");

const ping = prefix({
  name: "ping",
  description: "Answers with a pong and how often it was asked",
  run: async (ctx) => {
    const count = Number(await counters.get("pings") ?? 0) + 1;
    await counters.set("pings", String(count));
    await ctx.reply(`pong #${count}`);
  },
});

const greet = slash({
  name: "greet",
  description: "Greets someone",
  options: [{ name: "who", description: "Whom to greet", type: "string", required: true }],
  run: (ctx) =>
    ctx.reply({
      embeds: [
        embed().setTitle("Hello").setDescription(`Nice to meet you, ${ctx.options.who}!`).setColor(0x57f287),
      ],
      components: [
        actionRow().addComponents(
          button().setCustomId("wave").setLabel("Wave back").setStyle(ButtonStyle.Primary),
        ),
      ],
    }),
});

on("componentInteraction", async (ctx) => {
  if (ctx.msg.data.custom_id === "wave") await ctx.reply({ content: "👋", ephemeral: true });
});

createBot({ prefix: "!", commands: [ping, greet] });

cron("heartbeat", "*/5 * * * *", ({ scheduledAt }) => console.log("still here at", scheduledAt));
