/** @module Durable state. */
export * from "./contract.ts";
