/** @module Discord REST as ops and gateway share it: the port, the route table, scopes and pacing. */
export * from "./contract.ts";
export * from "./pacing.ts";
export * from "./routes.ts";
export * from "./scope.ts";
