// Greets who joins, gives them a role, and says goodbye to who leaves.
import { createBot, kv, on, rest, slash } from "@flora/sdk";

interface Settings {
  channel?: string;
  role?: string;
}

const settings = kv.store("welcome").json<Settings>();

on("guildMemberAdd", async ({ msg }) => {
  const { channel, role } = (await settings.get("settings")) ?? {};
  if (role) await rest.addMemberRole({ userId: msg.user.id, roleId: role, reason: "New member" });
  if (!channel) return;
  await rest.sendMessage({
    channelId: channel,
    content: `Welcome <@${msg.user.id}>!`,
    allowedMentions: { users: [msg.user.id] },
  });
});

on("guildMemberRemove", async ({ msg }) => {
  const { channel } = (await settings.get("settings")) ?? {};
  if (channel) await rest.sendMessage({ channelId: channel, content: `${msg.user.username} has left.` });
});

const welcome = slash({
  name: "welcome",
  description: "What new members find",
  // Manage Guild
  defaultMemberPermissions: "32",
  options: [
    { name: "channel", description: "Where they are greeted", type: "channel" },
    { name: "role", description: "The role they get", type: "role" },
  ],
  run: async (ctx) => {
    const { channel, role } = ctx.options as Settings;
    const now = await settings.update("settings", (old) => ({
      ...old,
      ...(channel ? { channel } : {}),
      ...(role ? { role } : {}),
    }));
    await ctx.reply({
      content: `Greeting in ${now?.channel ? `<#${now.channel}>` : "no channel"}, role ${
        now?.role ? `<@&${now.role}>` : "none"
      }.`,
      ephemeral: true,
    });
  },
});

createBot({ commands: [welcome] });
