import type * as D from "discord-api-types/v10";
import { scriptError } from "../errors.ts";
import { type SlashCommand, toBody } from "../slash-definition.ts";
import { bind, call } from "./call.ts";
import type { OfGuild } from "./with-reason.ts";

/** As Discord takes it, or with options as `slash` takes them: their types by name. */
type Command =
  | D.RESTPostAPIApplicationGuildCommandsJSONBody
  | Pick<SlashCommand, "name" | "description" | "options">;

interface OfCommand extends OfGuild {
  commandId: string;
}

/** The guild's slash commands and menu entries. `createBot` keeps them in step by itself. */
export interface CommandRest {
  /**
   * The commands of the guild, as Discord has them.
   *
   * @example
   * const commands = await rest.getGuildCommands();
   * console.log(commands.map(({ name }) => name));
   */
  getGuildCommands(args?: { withLocalizations?: boolean } & OfGuild): Promise<D.APIApplicationCommand[]>;
  /**
   * One command.
   *
   * @example
   * const { name } = await rest.getGuildCommand({ commandId: "123456789012345678" });
   * console.log(name);
   */
  getGuildCommand(args: OfCommand): Promise<D.APIApplicationCommand>;
  /**
   * Replaces all commands of the guild.
   *
   * @example
   * await rest.upsertGuildCommands({ commands: [{ name: "roll", description: "Rolls a die" }] });
   */
  upsertGuildCommands(args: { commands: Command[] } & OfGuild): Promise<void>;
  /**
   * Adds a command, or replaces the one of its name.
   *
   * @example
   * await rest.createGuildCommand({ command: { name: "roll", description: "Rolls a die" } });
   */
  createGuildCommand(args: { command: Command } & OfGuild): Promise<D.APIApplicationCommand>;
  /**
   * Changes a command.
   *
   * @example
   * await rest.editGuildCommand({ commandId: "123456789012345678", command: { description: "Rolls dice" } });
   */
  editGuildCommand(
    args: OfCommand & { command: Partial<Command> },
  ): Promise<D.APIApplicationCommand>;
  /**
   * Takes a command away.
   *
   * @example
   * await rest.deleteGuildCommand({ commandId: "123456789012345678" });
   */
  deleteGuildCommand(args: OfCommand): Promise<void>;
  /**
   * Who may use which command, as far as members have changed it.
   *
   * @example
   * const changed = await rest.getGuildCommandsPermissions();
   * console.log(changed.length);
   */
  getGuildCommandsPermissions(args?: OfGuild): Promise<D.APIGuildApplicationCommandPermissions[]>;
  /**
   * Who may use a command. Discord answers code 10066 for a command nobody has changed.
   *
   * @example
   * const { permissions } = await rest.getGuildCommandPermissions({ commandId: "123456789012345678" });
   * console.log(permissions);
   */
  getGuildCommandPermissions(args: OfCommand): Promise<D.APIGuildApplicationCommandPermissions>;
  /**
   * Always refused: Discord takes this from members only (Server Settings, Integrations), never from a bot.
   *
   * @example
   * await rest.editGuildCommandPermissions({ commandId: "123456789012345678", payload: {} })
   *   .catch((error) => console.log(error.discordCode)); // 20001
   */
  editGuildCommandPermissions(args: OfCommand & { payload?: unknown; permissions?: unknown }): Promise<never>;
}

const BOTS_CANNOT_USE_THIS = 20001;

const bound = bind<
  Pick<
    CommandRest,
    | "getGuildCommands"
    | "getGuildCommand"
    | "deleteGuildCommand"
    | "getGuildCommandsPermissions"
    | "getGuildCommandPermissions"
  >
>({
  getGuildCommands: ["commands.list"],
  getGuildCommand: ["commands.get", "commandId"],
  deleteGuildCommand: ["commands.delete", "commandId"],
  getGuildCommandsPermissions: ["commands.listPermissions"],
  getGuildCommandPermissions: ["commands.getPermissions", "commandId"],
});

export const commands: CommandRest = {
  ...bound,
  async upsertGuildCommands({ commands, ...args }) {
    await call(["commands.replace"], { ...args, payload: toBody(commands) });
  },
  async createGuildCommand({ command, ...args }) {
    return await call(["commands.create"], { ...args, payload: toBody(command) });
  },
  async editGuildCommand({ command, ...args }) {
    return await call(["commands.edit", "commandId"], { ...args, payload: toBody(command) });
  },
  editGuildCommandPermissions() {
    const error = scriptError(
      "DISCORD_ERROR",
      "Cannot edit permissions of a command: Discord takes this from members only (Server Settings, Integrations)",
    );
    return Promise.reject(Object.assign(error, { status: 403, discordCode: BOTS_CANNOT_USE_THIS }));
  },
};
