/** @module Every setting of flora: read, judged and described from one schema. */
export { ConfigError } from "./config-error.ts";
export { loadConfig } from "./load.ts";
export { renderConfigReference, renderEnvExample, renderLimits } from "./reference.ts";
export type { Config } from "./schema.ts";
