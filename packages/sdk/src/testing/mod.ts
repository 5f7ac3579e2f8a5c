/**
 * @module Tests of a script against the real thing: flora's own processes, storage and isolates, and a Discord that is
 * played on this machine. What passes here runs the same in production.
 */
export { Flora, type GuildOptions } from "./harness/flora.ts";
export type { Answer, Guild, SeenMessage } from "./harness/guild.ts";
export type { Member } from "./harness/member.ts";
