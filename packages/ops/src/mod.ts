/** @module What a script may ask of its host. */
export * from "./contract.ts";
