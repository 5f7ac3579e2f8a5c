import type { EventName, Handles } from "./events.ts";
import { invalidArgument } from "./errors.ts";
import { addHandler } from "./registry.ts";

/**
 * Runs `handler` for every event of that name in this guild. Handlers of one event run one after the other, in the
 * order they were registered; register them at the top level of the script.
 *
 * @example
 * on("guildMemberAdd", ({ msg }) => console.log(`${msg.user.username} has joined`));
 * on("messageCreate", async (ctx) => {
 *   if (ctx.msg.content === "ping") await ctx.reply("pong");
 * });
 */
export function on<E extends EventName>(event: E, handler: (ctx: Handles<E>) => unknown): void {
  if (typeof event !== "string") {
    throw invalidArgument("event", "Cannot register a handler: the event's name must be text");
  }
  if (typeof handler !== "function") {
    throw invalidArgument("handler", `Cannot register a handler of ${event}: it must be a function`);
  }
  addHandler(event, handler);
}
