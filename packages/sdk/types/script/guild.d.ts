import type { GuildReads } from "./guild-types.js";
/**
 * Reads of this guild, from what flora remembers of it.
 *
 * @example
 * const { name } = await guild.info();
 * await ctx.reply(`Welcome to ${name}`);
 */
export declare const guild: GuildReads;
