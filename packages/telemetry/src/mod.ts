/** @module Logs, metrics and the life of a process, the same for every app. */
export * from "./log.ts";
export * from "./metrics.ts";
export * from "./operator-error.ts";
export * from "./pretty.ts";
export * from "./probes.ts";
export * from "./process.ts";
export * from "./redact.ts";
export * from "./span.ts";
export * from "./why-book.ts";
