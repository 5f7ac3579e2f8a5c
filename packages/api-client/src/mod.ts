/** @module Typed calls of the flora API. */
export * from "./client.ts";
export type { CronClient } from "./crons.ts";
export * from "./events.ts";
export type { IdentityClient } from "./identity.ts";
export type { KvClient } from "./kv.ts";
export { ApiError, type ClientOptions } from "./transport.ts";
