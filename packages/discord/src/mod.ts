/** @module Discord REST as ops and gateway share it: the port, the route table, scopes, permissions and pacing. */
export * from "./contract.ts";
export * from "./files/contract.ts";
export * from "./files/staged-files.ts";
export type * from "./guild-cache.ts";
export * from "./judge.ts";
export * from "./pacing.ts";
export * from "./permissions.ts";
export { valuesAt } from "./places.ts";
export * from "./routes.ts";
export * from "./scope.ts";
