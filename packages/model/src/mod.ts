/** @module Words everybody uses: ids, errors, limits, deployments, dispatch events. Imports zod only. */
export * from "./access.ts";
export * from "./clock.ts";
export * from "./asked.ts";
export * from "./capability.ts";
export * from "./deployment.ts";
export * from "./dispatch-event.ts";
export * from "./errors.ts";
export * from "./finding.ts";
export * from "./ids.ts";
export * from "./kv.ts";
export * from "./limits.ts";
export * from "./log-line.ts";
export * from "./setting.ts";
export * from "./setting-value.ts";
export * from "./termination.ts";
export * from "./webhook.ts";
export * from "./why.ts";
