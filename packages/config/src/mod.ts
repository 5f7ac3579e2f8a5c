/** @module Every setting of flora: read, judged and described from one schema. */
export { ConfigError, type ConfigProblem } from "./config-error.ts";
export { loadConfig, type LoadOptions } from "./load.ts";
export { renderConfigReference, renderEnvExample, renderLimits } from "./reference.ts";
export type { Config } from "./schema.ts";
export { describeConfig, type Setting } from "./settings.ts";
