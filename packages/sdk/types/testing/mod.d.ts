/**
 * @module Tests of a script against the real thing: flora's own processes, storage and isolates, and a Discord that is
 * played on this machine. What passes here runs the same in production.
 */
export type { TestClock } from "./harness/clock.js";
export { Flora, type GuildOptions, type NewMember } from "./harness/flora.js";
export type { Answer, Guild, SeenMessage } from "./harness/guild.js";
export type { Member } from "./harness/member.js";
export type { WebhookAnswer, WebhookCall } from "./harness/webhooks.js";
