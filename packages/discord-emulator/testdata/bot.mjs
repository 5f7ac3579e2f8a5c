// An ordinary discord.js bot, run under Node and under Deno against the emulator.
// Arguments: API address, token, control address, guild id. Prints one JSON line per observation.
import {
  ApplicationCommandType,
  Client,
  Events,
  GatewayIntentBits as I,
  MessageFlags,
  Partials,
} from "discord.js";

const [apiUrl, token] = process.argv.slice(2);
const say = (name, value = null) => console.log(JSON.stringify({ name, value }));

const client = new Client({
  intents: [
    I.Guilds,
    I.GuildMembers,
    I.GuildModeration,
    I.GuildMessages,
    I.GuildMessageReactions,
    I.MessageContent,
  ],
  partials: [Partials.Message, Partials.Reaction],
  rest: { api: apiUrl },
  ws: { buildIdentifyThrottler: () => ({ waitForIdentify: () => Promise.resolve() }) },
});

const row = (...components) => ({ type: 1, components });
const button = { type: 2, style: 1, label: "Press", custom_id: "press" };
const modal = {
  custom_id: "form",
  title: "Form",
  components: [row({ type: 4, custom_id: "text", label: "Text", style: 1, required: true })],
};

client.once(Events.ClientReady, async () => {
  const [guild] = client.guilds.cache.values();
  const commands = await guild.commands.set([
    {
      name: "hello",
      description: "Says hello",
      options: [{ name: "who", description: "Who", type: 3, required: true }],
    },
    { name: "form", description: "Opens a form" },
    { name: "buttons", description: "Shows a button" },
    { name: "slow", description: "Answers later" },
    { name: "Report", type: ApplicationCommandType.Message },
  ]);
  say("ready", {
    user: client.user.id,
    guild: guild.name,
    channels: guild.channels.cache.map((channel) => channel.name),
    roles: guild.roles.cache.size,
    me: guild.members.me?.id,
    available: guild.available,
    commands: commands.map((command) => command.name),
    members: (await guild.members.fetch()).size,
  });
});

client.on(Events.MessageCreate, async (message) => {
  if (message.author.bot) return;
  say("message", { content: message.content, author: message.author.username, guild: message.guildId });
  if (message.content === "!ping") {
    const sent = await message.reply({
      content: "pong",
      files: [{ attachment: Buffer.from("file body"), name: "a.txt" }],
    });
    await sent.edit("pong!");
    await sent.react("👍");
    const again = await message.channel.messages.fetch(sent.id);
    say("replied", { content: again.content, reactions: again.reactions.cache.map((one) => one.emoji.name) });
  }
  if (message.content.startsWith("!ban ")) {
    await message.guild.members.ban(message.content.slice(5), { reason: "spam & “abuse”" });
    say("banned", (await message.guild.bans.fetch()).map((ban) => [ban.user.id, ban.reason]));
  }
  if (message.content === "!quit") {
    await client.destroy();
    say("destroyed");
  }
});

client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isChatInputCommand()) {
    if (interaction.commandName === "hello") {
      await interaction.reply(`Hello ${interaction.options.getString("who", true)}`);
      await interaction.followUp({ content: "only you", flags: MessageFlags.Ephemeral });
    }
    if (interaction.commandName === "form") await interaction.showModal(modal);
    if (interaction.commandName === "buttons") {
      const response = await interaction.reply({
        content: "press",
        components: [row(button)],
        withResponse: true,
      });
      say("withResponse", response.resource?.message?.id ?? null);
    }
    if (interaction.commandName === "slow") {
      await interaction.deferReply();
      await interaction.editReply("done");
    }
  } else if (interaction.isButton()) await interaction.update({ content: "pressed", components: [] });
  else if (interaction.isModalSubmit()) {
    await interaction.reply(`got ${interaction.fields.getTextInputValue("text")}`);
  } else if (interaction.isMessageContextMenuCommand()) {
    await interaction.reply(`about ${interaction.targetMessage.content}`);
  }
});

client.on(Events.MessageReactionAdd, (reaction, user) => {
  if (user.id !== client.user.id) say("reaction", { emoji: reaction.emoji.name, user: user.id });
});
client.on(Events.GuildBanAdd, (ban) => say("ban", ban.user.id));
client.on(
  Events.GuildAuditLogEntryCreate,
  (entry) => say("audit", { action: entry.action, reason: entry.reason }),
);
client.on(Events.ShardResume, (_id, replayed) => say("resumed", replayed));
client.on(Events.ShardReady, () => say("shardReady"));
client.on(Events.Error, (error) => say("error", String(error)));
process.on("unhandledRejection", (error) => say("error", String(error?.stack ?? error)));

await client.login(token);
