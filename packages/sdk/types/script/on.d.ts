import type { EventName, Handles } from "./events.js";
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
export declare function on<E extends EventName>(event: E, handler: (ctx: Handles<E>) => unknown): void;
