/** @module What crosses a process: frames, links, and the messages of each pair. */
export * from "./frames.ts";
export * from "./gateway-api.ts";
export * from "./gateway-control.ts";
export * from "./gateway-worker.ts";
export * from "./guest-host.ts";
export * from "./json-bounds.ts";
export * from "./link.ts";
export * from "./migration.ts";
