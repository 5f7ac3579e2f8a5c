/** @module Running a guest and ending it. */
export * from "./contract.ts";
export { createIsolatedFactory, type IsolatedFactory, type IsolatedOptions } from "./isolated/factory.ts";
export { createEmbeddedFactory, type EmbeddedOptions } from "./embedded/factory.ts";
export { createPerDispatchFactory } from "./per-dispatch/factory.ts";
