import type { PrefixContext } from "./context-types.js";
import type { ContextMenu, SlashCommand } from "./slash-definition.js";
/** A command that a message calls. */
export interface PrefixCommand {
    /** The word after the prefix; no white space. */
    name: string;
    description?: string;
    /**
     * What it does. `ctx.args` are the words after the command's name.
     *
     * @example
     * createBot({ commands: [prefix({ name: "ping", run: (ctx) => ctx.reply("pong") })] });
     */
    run(ctx: PrefixContext): unknown;
}
/**
 * A command that is called by a message, such as `!ping`. Give it to {@link createBot}.
 *
 * @example
 * const say = prefix({ name: "say", run: (ctx) => ctx.reply(ctx.args.join(" ") || "…") });
 * createBot({ commands: [say] });
 */
export declare function prefix<C extends PrefixCommand>(command: C): C;
/**
 * A slash command of this guild, with options or subcommands. Give it to {@link createBot}.
 *
 * @example
 * const roll = slash({
 *   name: "roll",
 *   description: "Rolls a die",
 *   options: [{ name: "sides", description: "How many", type: "integer", min: 2, max: 100 }],
 *   run: (ctx) => ctx.reply(String(1 + Math.floor(Math.random() * Number(ctx.options.sides ?? 6)))),
 * });
 * createBot({ commands: [roll] });
 */
export declare function slash<C extends SlashCommand>(command: C): C;
/**
 * An entry of the menu of a user or a message. Give it to {@link createBot}.
 *
 * @example
 * const quote = contextMenu({ name: "Quote", type: "message", run: (ctx) => ctx.reply(`Message ${ctx.targetId}`) });
 * createBot({ commands: [quote] });
 */
export declare function contextMenu<C extends ContextMenu>(menu: C): C;
/** Whether it was made by {@link contextMenu}. */
export declare function isContextMenu(command: object): command is ContextMenu;
/** Whether it was made by {@link slash}. */
export declare function isSlash(command: object): command is SlashCommand;
