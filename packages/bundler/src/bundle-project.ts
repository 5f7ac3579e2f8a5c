import { join } from "node:path";
import type { BundleUses } from "@flora/model";
import * as esbuild from "esbuild";
import { BrowserMaps } from "./browser-map.ts";
import { withCompiler } from "./esbuild-service.ts";
import { checkFileName } from "./file-names.ts";
import { type BundleLimits, formatBytes, withDefaults } from "./limits.ts";
import { type LoadedFile, ProjectLoader } from "./loader.ts";
import { codeOf, toProblem } from "./messages.ts";
import { bundleFailure, fileProblem, type Problem } from "./problem.ts";
import { deferredKeys, type PluginState, projectPlugin } from "./project-plugin.ts";
import { isPackageFile } from "./quota.ts";
import { finishSourceMap, scriptName } from "./source-map.ts";
import { findUses, unreadableUses } from "./uses/find-uses.ts";
import type { UseMarks } from "./uses/marks.ts";

export interface BundleResult {
  /** A classic script whose completion value is a promise of the end of the author's top level. */
  code: string;
  /** Source map version 3 as JSON; `sources` are paths relative to the project. */
  sourceMap: string;
  /** The files that went in, package files included; `bytes` is their size. */
  inputs: { path: string; bytes: number }[];
  warnings: Problem[];
  uses: BundleUses;
}

/** A bundling with what `collectSources` needs besides. */
export interface BundleRun {
  result: BundleResult;
  files: ReadonlyMap<string, LoadedFile>;
  requests: PluginState["requests"];
}

/** Bundles `entry` (relative to `root`) with the packages of the project's own `node_modules`. */
export async function bundleProject(
  root: string,
  entry: string,
  limits?: Partial<BundleLimits>,
): Promise<BundleResult> {
  return (await runBundle(root, entry, withDefaults(limits))).result;
}

/** As `bundleProject`, with what the run came upon besides; throws BundleError. */
export async function runBundle(root: string, entry: string, limits: BundleLimits): Promise<BundleRun> {
  checkFileName(entry);
  const realRoot = await Deno.realPath(root);
  const loader = new ProjectLoader(realRoot, entry, limits);
  await checkEntry(loader, entry);
  const state: PluginState = {
    loader,
    browserMaps: new BrowserMaps(realRoot),
    reached: new Set(),
    requests: [],
  };
  return await withCompiler(entry, limits.timeoutMs, async () => {
    let built = await build(entry, state);
    for (const key of deferredKeys(built.outputInputs)) state.reached.add(key);
    // A second run turns what the script really reaches into errors that name file and line.
    if (state.reached.size > 0) built = await build(entry, state);
    if (built.codeBytes > limits.scriptBytes) {
      const size = `the script is ${formatBytes(built.codeBytes)}, at most ${
        formatBytes(limits.scriptBytes)
      }`;
      throw bundleFailure(entry, "BUNDLE_TOO_LARGE", [fileProblem("", size)]);
    }
    const inputs = [...loader.files].map(([path, { bytes }]) => ({ path, bytes: bytes.length }));
    inputs.sort((a, b) => a.path < b.path ? -1 : 1);
    const sourceMap = finishSourceMap(built.map, loader);
    const warnings = [...built.warnings, ...uniqueProblems(loader.warnings)];
    const uses = await findUses((marks) => buildMarked(entry, state, marks)).catch((error) => {
      if (isBuildFailure(error)) return unreadableUses;
      throw error;
    });
    const result = { code: built.code, sourceMap, inputs, warnings, uses };
    return { result, files: loader.files, requests: state.requests };
  });
}

async function checkEntry(loader: ProjectLoader, entry: string): Promise<void> {
  const path = join(loader.root, entry);
  const info = await Deno.stat(path).catch(() => undefined);
  const why = info === undefined
    ? "the file does not exist"
    : !info.isFile
    ? "it is not a file"
    : await loader.inside(path) === undefined
    ? "it lies outside the project"
    : /\.[cm]?[jt]s$/.test(entry)
    ? undefined
    : "the entry must be a .ts or .js file";
  if (why !== undefined) throw bundleFailure(entry, "BUNDLE_INVALID", [fileProblem("", why)]);
}

async function build(entry: string, state: PluginState) {
  state.loader.warnings.length = 0;
  const { root } = state.loader;
  let built: esbuild.BuildResult<{ write: false; metafile: true }>;
  try {
    built = await esbuild.build(
      buildOptions(root, entry, state) as esbuild.BuildOptions & {
        write: false;
        metafile: true;
      },
    );
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const problems = uniqueProblems(error.errors.map((message) => toProblem(message, state.loader)));
    throw bundleFailure(entry, codeOf(error.errors), problems);
  }
  const [map, code] = ["guild.js.map", scriptName].map((name) =>
    built.outputFiles.find(({ path }) => path === join(root, name))!
  ) as [esbuild.OutputFile, esbuild.OutputFile];
  return {
    code: code.text,
    codeBytes: code.contents.length,
    map: map.text,
    outputInputs: built.metafile.outputs[scriptName]!.inputs,
    warnings: built.warnings.map((message) => toProblem(message, state.loader)).filter(({ file }) =>
      !isPackageFile(file)
    ),
  };
}

/** The same bundle, written so that its uses can be read. */
async function buildMarked(entry: string, state: PluginState, marks: UseMarks) {
  const options = buildOptions(state.loader.root, entry, state);
  const { outputFiles } = await esbuild.build({
    ...options as esbuild.BuildOptions & { write: false },
    define: { ...options.define, ...marks.define },
    minifyWhitespace: true,
    minifySyntax: true,
    plugins: [projectPlugin(state, marks)],
  });
  const textOf = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))!.text;
  return { code: textOf(".js"), map: finishSourceMap(textOf(".map"), state.loader) };
}

/** Modern, with what V8 lacks yet (decorators, `using`) compiled away; nothing of the host is defined. */
function buildOptions(root: string, entry: string, state: PluginState): esbuild.BuildOptions {
  return {
    // A file of our own around the author's: what the entry exports is not wanted in a script.
    stdin: {
      contents: `import ${JSON.stringify(`./${entry}`)};`,
      resolveDir: root,
      sourcefile: "flora-entry",
    },
    absWorkingDir: root,
    outfile: join(root, scriptName),
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    target: "es2024",
    // "browser" only chooses builds made without Node: package.json's `browser` maps are read for it alone.
    platform: "browser",
    mainFields: ["browser", "module", "main"],
    conditions: ["worker", "browser", "module", "production"],
    resolveExtensions: [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json"],
    nodePaths: [],
    tsconfigRaw: {},
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    supported: { "dynamic-import": false, "import-meta": false },
    banner: { js: '(async () => {"use strict";' },
    footer: { js: "})()" },
    sourcemap: "external",
    sourcesContent: false,
    legalComments: "none",
    charset: "utf8",
    treeShaking: true,
    logLevel: "silent",
    logLimit: 20,
    // The look at each file reports these better, in the author's words.
    logOverride: { "direct-eval": "silent", "empty-import-meta": "silent" },
    plugins: [projectPlugin(state)],
  };
}

function isBuildFailure(error: unknown): error is esbuild.BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors) &&
    error.errors.length > 0;
}

function uniqueProblems(problems: Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
