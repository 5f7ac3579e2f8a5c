import type { World } from "@flora/discord-emulator/state/world";

/** Text as Discord shows it: mentions by name, times in words. */
export function readable(world: World, guildId: string, text: string): string {
  const guild = world.guilds.get(guildId);
  return text
    .replace(/<@!?(\d+)>/g, (all, id) => named("@", world.users.get(id)?.username, all))
    .replace(/<@&(\d+)>/g, (all, id) => named("@", guild?.roles.get(id)?.name, all))
    .replace(/<#(\d+)>/g, (all, id) => named("#", world.channels.get(id)?.name, all))
    .replace(/<a?(:\w+:)\d+>/g, "$1")
    .replace(/<t:(-?\d{1,12})(?::\w)?>/g, (_, seconds) => timeOf(Number(seconds)));
}

/** What a person types as Discord's own client sends it: `@ada` and `#general` become mentions. */
export function withMentions(world: World, guildId: string, text: string): string {
  const guild = world.guilds.get(guildId);
  if (!guild) return text;
  const users = [...guild.members.keys()].map((id) => world.user(id));
  const channels = [...guild.channelIds].map((id) => world.channels.get(id)!);
  return text
    .replace(/(?<=^|\s)@([\w.-]+)/g, (all, name) => {
      const user = users.find(({ username }) => username === name);
      const role = [...guild.roles.values()].find((one) => one.name === name);
      return user ? `<@${user.id}>` : role ? `<@&${role.id}>` : all;
    })
    .replace(/(?<=^|\s)#([\w-]+)/g, (all, name) => {
      const channel = channels.find((one) => one.name === name);
      return channel ? `<#${channel.id}>` : all;
    });
}

function named(sign: string, name: string | undefined, otherwise: string): string {
  return name === undefined ? otherwise : sign + name;
}

function timeOf(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
