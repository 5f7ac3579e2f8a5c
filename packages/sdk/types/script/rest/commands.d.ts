import type * as D from "discord-api-types/v10";
import { type SlashCommand } from "../slash-definition.js";
import type { OfGuild } from "./with-reason.js";
/** As Discord takes it, or with options as `slash` takes them: their types by name. */
type Command = D.RESTPostAPIApplicationGuildCommandsJSONBody | Pick<SlashCommand, "name" | "description" | "options">;
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
    getGuildCommands(args?: {
        withLocalizations?: boolean;
    } & OfGuild): Promise<D.APIApplicationCommand[]>;
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
    upsertGuildCommands(args: {
        commands: Command[];
    } & OfGuild): Promise<void>;
    /**
     * Adds a command, or replaces the one of its name.
     *
     * @example
     * await rest.createGuildCommand({ command: { name: "roll", description: "Rolls a die" } });
     */
    createGuildCommand(args: {
        command: Command;
    } & OfGuild): Promise<D.APIApplicationCommand>;
    /**
     * Changes a command.
     *
     * @example
     * await rest.editGuildCommand({ commandId: "123456789012345678", command: { description: "Rolls dice" } });
     */
    editGuildCommand(args: OfCommand & {
        command: Partial<Command>;
    }): Promise<D.APIApplicationCommand>;
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
    editGuildCommandPermissions(args: OfCommand & {
        payload?: unknown;
        permissions?: unknown;
    }): Promise<never>;
}
export declare const commands: CommandRest;
export {};
