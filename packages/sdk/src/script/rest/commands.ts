import type * as D from "discord-api-types/v10";
import { scriptError } from "../errors.ts";
import { bind, call } from "./call.ts";

type Command = D.RESTPostAPIApplicationGuildCommandsJSONBody;

/** The guild's slash commands and menu entries. `createBot` keeps them in step by itself. */
export interface CommandRest {
  getGuildCommands(args?: { withLocalizations?: boolean }): Promise<D.APIApplicationCommand[]>;
  getGuildCommand(args: { commandId: string }): Promise<D.APIApplicationCommand>;
  /** Replaces all commands of the guild. */
  upsertGuildCommands(args: { commands: Command[] }): Promise<void>;
  createGuildCommand(args: { command: Command }): Promise<D.APIApplicationCommand>;
  editGuildCommand(
    args: { commandId: string; command: Partial<Command> },
  ): Promise<D.APIApplicationCommand>;
  deleteGuildCommand(args: { commandId: string }): Promise<void>;
  /** Who may use which command, as far as members have changed it. */
  getGuildCommandsPermissions(): Promise<D.APIGuildApplicationCommandPermissions[]>;
  /** Discord answers code 10066 for a command nobody has changed. */
  getGuildCommandPermissions(args: { commandId: string }): Promise<D.APIGuildApplicationCommandPermissions>;
  /** Always refused: Discord takes this from members only (Server Settings, Integrations), never from a bot. */
  editGuildCommandPermissions(args: { commandId: string; payload: unknown }): Promise<never>;
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
  async upsertGuildCommands({ commands }) {
    await call(["commands.replace"], { payload: commands });
  },
  createGuildCommand: ({ command }) => call(["commands.create"], { payload: command }),
  editGuildCommand: ({ commandId, command }) =>
    call(["commands.edit", "commandId"], { commandId, payload: command }),
  editGuildCommandPermissions() {
    const error = scriptError(
      "DISCORD_ERROR",
      "Cannot edit permissions of a command: Discord takes this from members only (Server Settings, Integrations)",
    );
    return Promise.reject(Object.assign(error, { status: 403, discordCode: BOTS_CANNOT_USE_THIS }));
  },
};
