/** @module Makes a guild's slash commands in Discord those its script registered, sending no more than what differs. */
import type { DiscordPort, DiscordRequestInput, DiscordResponse } from "@flora/discord";
import type { CommandDefinition, GuildId } from "@flora/model";
import { readCommands } from "@flora/ops/commands/check";
import { canonicalCommands } from "./canonical.ts";
import { notRegistered, notValid } from "./refusals.ts";

/** One command as Discord has it. */
interface Known {
  id: string;
  /** Its canonical text. */
  text: string;
}

export class CommandSync {
  /** Commands as Discord has them, as far as this process knows, by type and name. */
  readonly #known = new Map<GuildId, Map<string, Known>>();

  constructor(private readonly discord: DiscordPort) {}

  /**
   * Answers whether anything was changed. Throws ControlError COMMANDS_REJECTED for what breaks Discord's rules, before
   * anything is sent, and for what Discord refuses; UNAVAILABLE when it does not answer. It is one request, whatever
   * differs: where it fails, Discord has the commands of before.
   */
  async sync(guildId: GuildId, definitions: readonly CommandDefinition[]): Promise<boolean> {
    const { commands, problems } = readCommands(definitions);
    if (problems.length > 0) throw notValid(problems, definitions);
    const wanted = canonicalCommands(commands);
    const known = await this.#current(guildId);
    const changed = commands.flatMap((_, index) => {
      const { key, text } = wanted[index]!;
      return known.get(key)?.text === text ? [] : [index];
    });
    const keys = new Set(wanted.map(({ key }) => key));
    const removed = [...known].flatMap(([key, { id }]) => keys.has(key) ? [] : [id]);
    if (changed.length + removed.length === 0) return false;
    this.#known.delete(guildId);
    if (changed.length + removed.length > 1) {
      const answer = await this.#ask({ guildId, route: "commands.replace", body: commands }, commands);
      this.#learn(guildId, answer as CommandDefinition[]);
      return true;
    }
    const [index] = changed;
    if (index === undefined) {
      await this.#ask({ guildId, route: "commands.delete", params: { commandId: removed[0]! } }, commands);
    } else {
      // What has the name already is overwritten.
      await this.#ask({ guildId, route: "commands.create", body: commands[index] }, commands, index);
    }
    return true;
  }

  /** The guild is gone or somebody else changed its commands: they are read anew at the next sync. */
  forget(guildId: GuildId): void {
    this.#known.delete(guildId);
  }

  async #current(guildId: GuildId): Promise<Map<string, Known>> {
    const known = this.#known.get(guildId);
    if (known !== undefined) return known;
    const query = { with_localizations: true };
    const list = await this.#ask({ guildId, route: "commands.list", query }, []);
    return this.#learn(guildId, list as CommandDefinition[]);
  }

  #learn(guildId: GuildId, commands: CommandDefinition[]): Map<string, Known> {
    const texts = canonicalCommands(commands);
    const known = new Map(
      texts.map(({ key, text }, index) => [key, { id: String(commands[index]!.id), text }]),
    );
    this.#known.set(guildId, known);
    return known;
  }

  /** `index`: which of the commands the request is about. */
  async #ask(
    request: DiscordRequestInput,
    commands: readonly CommandDefinition[],
    index?: number,
  ): Promise<unknown> {
    const response: DiscordResponse = await this.discord.request(request);
    if (!response.ok) throw notRegistered(response, commands, index);
    return response.body;
  }
}
