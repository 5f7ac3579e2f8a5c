import { actionRow, button, ButtonStyle, createBot, cron, kv, on, prefix, slash } from "@flora/sdk";
import { counted } from "./counter.ts";

const ping = prefix({
  name: "ping",
  run: async (ctx) => {
    await ctx.reply(`pong #${await counted("pings")}`);
  },
});

const greet = slash({
  name: "greet",
  description: "Greets someone",
  options: [
    { name: "who", description: "Whom", type: "string", required: true },
    { name: "times", description: "How often", type: "integer" },
  ],
  run: (ctx) => ctx.reply(`Hello ${ctx.options.who} x${ctx.options.times ?? 1}`),
});

const config = slash({
  name: "config",
  description: "Settings",
  subcommands: [
    {
      name: "show",
      description: "Shows",
      run: (ctx) => ctx.reply({ content: "nothing set", ephemeral: true }),
    },
    {
      name: "set",
      description: "Sets",
      options: [{ name: "value", description: "Value", type: "boolean", required: true }],
      run: async (ctx) => {
        await ctx.defer();
        await ctx.edit(`set to ${ctx.options.value}`);
      },
    },
  ],
});

const panel = slash({
  name: "panel",
  description: "Sends a button",
  run: (ctx) =>
    ctx.reply({
      content: "press it",
      components: [
        actionRow().addComponents(
          button().setCustomId("press").setLabel("Press").setStyle(ButtonStyle.Primary),
        ),
      ],
    }),
});

on("componentInteraction", async (ctx) => {
  if (ctx.msg.data.custom_id === "press") await ctx.reply(`pressed by ${ctx.msg.user.id}`);
});

createBot({ prefix: "!", prefixCommands: [ping], slashCommands: [greet, config, panel] });

on("messageCreate", (ctx) => {
  if (ctx.msg.content === "loop") { for (;;); }
});

cron("minute", "* * * * *", async ({ scheduledAt }) => {
  await kv.store("crons").set("last", scheduledAt);
  console.log("cron fired for", scheduledAt);
});
