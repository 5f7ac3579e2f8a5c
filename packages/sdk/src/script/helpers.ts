import type { CommandContext } from "./context-types.ts";
import { readPath } from "./options.ts";

/** Whether the member of the event has the role. */
export function hasRole(ctx: { msg: { member?: unknown } }, roleId: string): boolean {
  const member = ctx.msg.member as { roles?: string[] } | undefined;
  return member?.roles?.includes(roleId) ?? false;
}

/** Name of the subcommand that was called. */
export function getSubcommand(ctx: Pick<CommandContext, "msg">): string | undefined {
  return readPath(ctx.msg.data).subcommand;
}

/** Name of the group of the subcommand that was called. */
export function getSubcommandGroup(ctx: Pick<CommandContext, "msg">): string | undefined {
  return readPath(ctx.msg.data).group;
}
