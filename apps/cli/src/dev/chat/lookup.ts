import type { Channel, Command, Guild } from "@flora/discord-emulator/state/types";
import type { World } from "@flora/discord-emulator/state/world";

/** What was typed cannot be done; says what and, after a colon, why. */
export class ChatError extends Error {
  constructor(what: string) {
    super(`Cannot ${what}`);
  }
}

/** Finds what a person names in one simulated guild. */
export class Lookup {
  constructor(readonly world: World, readonly guildId: string) {}

  get guild(): Guild {
    return this.world.guilds.get(this.guildId)!;
  }

  /** User names of the people in the guild, bots left out. */
  get members(): string[] {
    return [...this.guild.members.keys()].map((id) => this.world.user(id)).filter(({ bot }) => !bot)
      .map(({ username }) => username);
  }

  /** Channels and threads that hold messages. */
  get channels(): Channel[] {
    const ids = [...this.guild.channelIds, ...this.guild.threadIds];
    return ids.map((id) => this.world.channels.get(id)!).filter(({ type }) =>
      ![4, 14, 15, 16].includes(type)
    );
  }

  /** The script's commands of a kind: 1 slash, 2 of users, 3 of messages. */
  commands(type = 1): Command[] {
    return [...this.guild.commands.values()].filter((one) => one.type === type);
  }

  memberId(text: string): string {
    const name = text.replace(/^@/, "");
    const id = [...this.guild.members.keys()].find((id) =>
      id === name || this.world.user(id).username === name
    );
    return id ?? fail(`member "${text}"`, this.members);
  }

  channelId(text: string): string {
    const name = text.replace(/^#/, "");
    const ids = [...this.guild.channelIds, ...this.guild.threadIds];
    const id = ids.find((id) => id === name || this.world.channels.get(id)?.name === name);
    return id ?? fail(`channel "${text}"`, ids.map((id) => this.world.channels.get(id)!.name));
  }

  roleId(text: string): string {
    const name = text.replace(/^@/, "");
    const roles = [...this.guild.roles.values()];
    const found = roles.find((one) => one.id === name || one.name === name || one.name === text);
    return found?.id ?? fail(`role "${text}"`, roles.map((one) => one.name));
  }

  /** A member or a role. */
  mentionableId(text: string): string {
    const name = text.replace(/^@/, "");
    const isRole = [...this.guild.roles.values()].some((one) => one.name === name || one.id === name);
    return isRole ? this.roleId(text) : this.memberId(text);
  }

  command(name: string): Command {
    const found = this.commands().find((one) => one.name === name);
    return found ?? fail(`command "/${name}"`, this.commands().map((one) => `/${one.name}`));
  }
}

function fail(what: string, known: string[]): never {
  throw new ChatError(`find ${what}: there are ${known.join(", ") || "none"}`);
}
