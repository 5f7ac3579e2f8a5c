/** @module Typed calls of the flora API. */
export * from "./client.ts";
export * from "./events.ts";
export { ApiError } from "./transport.ts";
