// Greets with a command, waves back at a button, and answers a word.
import { actionRow, button, ButtonStyle, component, createBot, kv, on, slash } from "@flora/sdk";

/** What is kept here outlives restarts and deploys. */
const visits = kv.store("visits");

const hello = slash({
  name: "hello",
  description: "Greets someone",
  options: [{ name: "who", description: "Whom to greet", type: "string", required: true }],
  run: async (ctx) => {
    const count = await visits.increment("count");
    await ctx.reply({
      content: `Hello ${ctx.options.who}, you are visitor ${count}!`,
      components: [
        actionRow().addComponents(
          button().setCustomId("wave").setLabel("Wave back").setStyle(ButtonStyle.Primary),
        ),
      ],
    });
  },
});

component("wave", async (ctx) => {
  await ctx.reply({ content: "👋", ephemeral: true });
});

on("messageCreate", async (ctx) => {
  if (ctx.msg.content === "ping") await ctx.reply("pong");
});

createBot({ commands: [hello] });
