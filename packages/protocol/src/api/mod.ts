/** @module Bodies of the HTTP API, shared by server and clients. */
export * from "./access.ts";
export * from "./auth.ts";
export * from "./crons.ts";
export * from "./deployments.ts";
export * from "./diff.ts";
export * from "./health.ts";
export * from "./kv.ts";
export * from "./logs.ts";
export * from "./placement.ts";
export * from "./problem.ts";
export * from "./secrets.ts";
export * from "./settings.ts";
export * from "./tokens.ts";
export * from "./usage.ts";
export * from "./webhooks.ts";
export * from "./why.ts";
