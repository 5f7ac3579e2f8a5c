import type { CommandContext } from "./context-types.js";
/**
 * Whether the member of the event has the role.
 *
 * @example
 * if (hasRole(ctx, "123456789012345678")) await ctx.reply("Hello, moderator");
 */
export declare function hasRole(ctx: {
    msg: {
        member?: unknown;
    };
}, roleId: string): boolean;
/**
 * Name of the subcommand that was called.
 *
 * @example
 * on("interactionCreate", (ctx) => console.log(ctx.msg.commandName, getSubcommand(ctx)));
 */
export declare function getSubcommand(ctx: Pick<CommandContext, "msg">): string | undefined;
/**
 * Name of the group of the subcommand that was called.
 *
 * @example
 * on("interactionCreate", (ctx) => console.log(ctx.msg.commandName, getSubcommandGroup(ctx)));
 */
export declare function getSubcommandGroup(ctx: Pick<CommandContext, "msg">): string | undefined;
