/** @module Running a guest and ending it. */
export * from "./contract.ts";
