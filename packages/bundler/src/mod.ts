/** @module Turns an author's project into the one script that a guild's isolate runs. */
export { bundleFiles } from "./bundle-files.ts";
export { bundleProject, type BundleResult } from "./bundle-project.ts";
export { collectSources, type SourceFile } from "./collect-sources.ts";
export { decodeText } from "./decode-text.ts";
export { defaultEntries } from "./entries.ts";
export { dispose, keepCompiler } from "./esbuild-service.ts";
export { findingOf, findingsOf } from "./findings.ts";
export { checkFileName, checkFileNames } from "./file-names.ts";
export { type BundleLimits, defaultBundleLimits } from "./limits.ts";
export { mapStack, stackMapper } from "./map-stack.ts";
export { BundleError, type BundleErrorCode, type Problem } from "./problem.ts";
export { defaultZipLimits, readZip, type ZipLimits } from "./read-zip.ts";
export { scriptName } from "./source-map.ts";
