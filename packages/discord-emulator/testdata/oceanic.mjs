// A second client library's reading of the protocol: login, message, slash command.
// Arguments: API address, token. Prints one JSON line per observation.
import { ApplicationCommandTypes, Client } from "oceanic.js";

const [apiUrl, token] = process.argv.slice(2);
const say = (name, value = null) => console.log(JSON.stringify({ name, value }));

const client = new Client({
  auth: `Bot ${token}`,
  rest: { baseURL: `${apiUrl}/v10` },
  gateway: { intents: ["GUILDS", "GUILD_MESSAGES", "MESSAGE_CONTENT"] },
});

client.once("ready", async () => {
  const [guild] = client.guilds.values();
  await client.application.bulkEditGuildCommands(guild.id, [
    { type: ApplicationCommandTypes.CHAT_INPUT, name: "hello", description: "Says hello" },
  ]);
  say("ready", {
    user: client.user.id,
    guild: guild.name,
    channels: guild.channels.map((channel) => channel.name),
  });
});
client.on("messageCreate", async (message) => {
  if (message.author.bot) return;
  await client.rest.channels.createMessage(message.channelID, { content: `echo ${message.content}` });
});
client.on("interactionCreate", async (interaction) => {
  await interaction.createMessage({ content: `hello from oceanic to ${interaction.user.username}` });
});
client.on("error", (error) => say("error", String(error?.stack ?? error)));
process.on("unhandledRejection", (error) => say("error", String(error?.stack ?? error)));

await client.connect();
