/** @module Turns an author's project into the one script that a guild's isolate runs. */
export { bundleFiles } from "./bundle-files.ts";
export type { BundleResult } from "./bundle-project.ts";
export { collectSources } from "./collect-sources.ts";
export { decodeText } from "./decode-text.ts";
export { defaultEntries } from "./entries.ts";
export { dispose, keepCompiler } from "./esbuild-service.ts";
export { findingOf, findingsOf } from "./findings.ts";
export { BundleError } from "./problem.ts";
export { readZip } from "./read-zip.ts";
