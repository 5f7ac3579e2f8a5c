/** @module Running a guest and ending it. */
export * from "./contract.ts";
export { createIsolatedFactory, type IsolatedFactory } from "./isolated/factory.ts";
export { createEmbeddedFactory } from "./embedded/factory.ts";
export { createPerDispatchFactory } from "./per-dispatch/factory.ts";
