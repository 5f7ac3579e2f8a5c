// Greets who joins, gives them a role, and says goodbye to who leaves.
import { createBot, guild, on, rest, settings, slash } from "@flora/sdk";

const config = settings({
  channel: { type: "channel", label: "Channel", description: "Where newcomers are greeted" },
  role: { type: "role", label: "Role", description: "What every newcomer gets" },
  greeting: {
    type: "string",
    label: "Greeting",
    description: "{member} and {server} are filled in; empty for none",
    default: "Welcome to {server}, {member}!",
  },
  goodbye: {
    type: "string",
    label: "Goodbye",
    description: "{member} and {server} are filled in; empty for none",
    default: "{member} has left.",
  },
});

async function fill(text: string, member: string): Promise<string> {
  const { name } = await guild.info();
  return text.replaceAll("{member}", member).replaceAll("{server}", name);
}

on("guildMemberAdd", async ({ msg: { user } }) => {
  const { channel, greeting } = config.value;
  if (!channel || !greeting) return;
  const content = await fill(greeting, `<@${user.id}>`);
  await rest.sendMessage({ channelId: channel, content, allowedMentions: { users: [user.id] } });
});

// On its own, so that neither waits for the other to work: where a channel is gone, or a role too high, the log says so.
on("guildMemberAdd", async ({ msg: { user } }) => {
  const { role } = config.value;
  if (role) await rest.addMemberRole({ userId: user.id, roleId: role, reason: "New member" });
});

on("guildMemberRemove", async ({ msg: { user } }) => {
  const { channel, goodbye } = config.value;
  if (channel && goodbye) {
    await rest.sendMessage({ channelId: channel, content: await fill(goodbye, user.username) });
  }
});

const preview = slash({
  name: "welcome",
  description: "Shows what newcomers find",
  defaultMemberPermissions: "32", // Manage Server
  run: async (ctx) => {
    const { channel, role, greeting } = config.value;
    const lines = [
      channel ? `In <#${channel}>:` : "No channel is set, so nobody is greeted.",
      ...(channel && greeting ? [`> ${await fill(greeting, `<@${ctx.msg.user.id}>`)}`] : []),
      role ? `Role: <@&${role}>` : "No role is set.",
    ];
    await ctx.reply({ content: lines.join("\n"), ephemeral: true });
  },
});

createBot({ commands: [preview] });
