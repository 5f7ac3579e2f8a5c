import type { CommandContext } from "./context-types.ts";
import { readPath } from "./options.ts";

/**
 * Whether the member of the event has the role.
 *
 * @example
 * if (hasRole(ctx, "123456789012345678")) await ctx.reply("Hello, moderator");
 */
export function hasRole(ctx: { msg: { member?: unknown } }, roleId: string): boolean {
  const member = ctx.msg.member as { roles?: string[] } | undefined;
  return member?.roles?.includes(roleId) ?? false;
}

/**
 * Name of the subcommand that was called.
 *
 * @example
 * on("interactionCreate", (ctx) => console.log(ctx.msg.commandName, getSubcommand(ctx)));
 */
export function getSubcommand(ctx: Pick<CommandContext, "msg">): string | undefined {
  return readPath(ctx.msg.data).subcommand;
}

/**
 * Name of the group of the subcommand that was called.
 *
 * @example
 * on("interactionCreate", (ctx) => console.log(ctx.msg.commandName, getSubcommandGroup(ctx)));
 */
export function getSubcommandGroup(ctx: Pick<CommandContext, "msg">): string | undefined {
  return readPath(ctx.msg.data).group;
}
