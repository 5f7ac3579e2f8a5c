import { type PrefixCommand } from "./commands.js";
import { type ContextMenu, type SlashCommand } from "./slash-definition.js";
/** What {@link createBot} takes. */
export interface BotOptions {
    /** What a message starts with to call a command; `!` by default. */
    prefix?: string;
    /** Commands of every kind. */
    commands?: (PrefixCommand | SlashCommand | ContextMenu)[];
    prefixCommands?: PrefixCommand[];
    slashCommands?: SlashCommand[];
}
/**
 * Registers the commands of this guild, once. Slash commands reach Discord only when their definition has changed.
 *
 * @example
 * const ping = prefix({ name: "ping", run: (ctx) => ctx.reply("pong") });
 * const hello = slash({ name: "hello", description: "Greets", run: (ctx) => ctx.reply("Hi!") });
 * createBot({ prefix: "!", commands: [ping, hello] });
 */
export declare function createBot({ prefix, commands, prefixCommands, slashCommands }?: BotOptions): void;
