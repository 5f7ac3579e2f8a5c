import { dirname, isAbsolute } from "node:path";
import type { OnResolveArgs, OnResolveResult, PartialMessage, Plugin, PluginBuild } from "esbuild";
import type { BrowserMaps } from "./browser-map.ts";
import type { ProjectLoader } from "./loader.ts";
import { BundleError, type BundleErrorCode, fileProblem, type Problem } from "./problem.ts";
import { isPackageFile } from "./quota.ts";
import { lazyPrefix } from "./source-marks.ts";
import { otherNames, type UseMarks } from "./uses/marks.ts";
import {
  isBareBuiltin,
  isSdk,
  refusalMessage,
  refusalOfSpecifier,
  refusalReasons,
  sdkName,
} from "./refusals.ts";

const sdkNamespace = "flora-sdk";
const emptyNamespace = "flora-empty";
const refusedNamespace = "flora-refused";
const resolvedByUs = Symbol("resolved");

/** Travels with an esbuild message, so that the bundling knows what kind of error it was. */
export interface ProblemDetail {
  code: BundleErrorCode;
  problem?: Problem;
}

/** Shared by the two runs of one bundling: the second reports what the first found to be reached. */
export interface PluginState {
  loader: ProjectLoader;
  browserMaps: BrowserMaps;
  /** Refused imports of packages, by key, that the script turned out to reach: they are errors now. */
  reached: Set<string>;
  /** Every import that was asked for, to find which package.json had a say. */
  requests: { specifier: string; resolveDir: string }[];
}

/** With `marks`, what stands for the SDK tells its uses apart. */
export function projectPlugin(state: PluginState, marks?: UseMarks): Plugin {
  return {
    name: "flora",
    setup(build) {
      if (marks) {
        build.onResolve({ filter: new RegExp(`^${otherNames}$`), namespace: sdkNamespace }, ({ path }) => ({
          path,
          namespace: emptyNamespace,
          sideEffects: false,
        }));
      }
      build.onResolve({ filter: /.*/ }, (args) => resolveImport(build, state, args, marks?.sdk));
      build.onLoad({ filter: /.*/, namespace: sdkNamespace }, ({ path }) => ({
        contents: marks?.contentsOf(path) ?? "module.exports = globalThis;",
        loader: "js",
      }));
      for (const namespace of [emptyNamespace, refusedNamespace]) {
        build.onLoad({ filter: /.*/, namespace }, () => ({ contents: "module.exports = {};", loader: "js" }));
      }
      build.onLoad({ filter: /.*/, namespace: "file" }, (args) => load(state.loader, args.path, args.with));
    },
  };
}

/** The keys of refused imports of packages among the inputs of an output. */
export function deferredKeys(outputInputs: Record<string, { bytesInOutput: number }>): string[] {
  const prefix = `${refusedNamespace}:`;
  return Object.entries(outputInputs)
    .filter(([path, { bytesInOutput }]) => path.startsWith(prefix) && bytesInOutput > 0)
    .map(([path]) => path.slice(prefix.length));
}

async function resolveImport(
  build: PluginBuild,
  state: PluginState,
  args: OnResolveArgs,
  sdkPath = sdkName,
): Promise<OnResolveResult | undefined> {
  if (args.pluginData === resolvedByUs || args.kind === "entry-point") return undefined;
  if (isSdk(args.path) && args.kind !== "require-resolve") {
    const path = args.kind === "require-call" ? sdkName : sdkPath;
    return { path, namespace: sdkNamespace, sideEffects: false };
  }
  const verdict = await judge(build, state, args);
  if (verdict === "ours") return undefined;
  if (verdict === "disabled") return { path: args.path, namespace: emptyNamespace, sideEffects: false };
  const importer = await state.loader.inside(args.importer);
  const key = JSON.stringify([args.kind, args.path, importer]);
  if (importer !== undefined && isPackageFile(importer) && !state.reached.has(key)) {
    return { path: key, namespace: refusedNamespace, sideEffects: false };
  }
  const detail: ProblemDetail = { code: "IMPORT_REFUSED" };
  const lazy = args.path.startsWith(lazyPrefix);
  const kind = lazy ? "dynamic-import" : args.kind;
  const specifier = lazy ? args.path.slice(lazyPrefix.length) : args.path;
  return { errors: [{ text: refusalMessage(kind, specifier, verdict.refused), detail }] };
}

/** "ours" leaves the import to the bundler, its errors included; "disabled" is an empty module. */
type Verdict = "ours" | "disabled" | { refused: string };

async function judge(build: PluginBuild, state: PluginState, args: OnResolveArgs): Promise<Verdict> {
  const { path: specifier, importer, namespace, resolveDir, kind } = args;
  if (specifier.startsWith(lazyPrefix)) return { refused: refusalReasons.dynamic };
  const fixed = refusalOfSpecifier(specifier);
  if (fixed !== undefined) return { refused: fixed };
  if (kind === "require-resolve") return { refused: refusalReasons.noFiles };
  state.requests.push({ specifier, resolveDir });
  const resolved = await build.resolve(specifier, {
    importer,
    namespace,
    resolveDir,
    kind,
    with: args.with,
    pluginData: resolvedByUs,
  });
  if (resolved.errors.length > 0) {
    return isBareBuiltin(specifier) ? { refused: refusalReasons.builtin } : "ours";
  }
  if (resolved.namespace !== "file" || !isAbsolute(resolved.path)) return "ours";
  if (await state.browserMaps.isDisabled(specifier, dirname(importer), resolved.path)) return "disabled";
  return await state.loader.inside(resolved.path) === undefined
    ? { refused: refusalReasons.outside }
    : "ours";
}

async function load(loader: ProjectLoader, path: string, attributes: Record<string, string>) {
  const name = await loader.inside(path);
  if (name === undefined) {
    return failure("IMPORT_REFUSED", [fileProblem("", `an import is refused: ${refusalReasons.outside}`)]);
  }
  try {
    const loaded = await loader.load(name, attributes.type);
    if (!("refused" in loaded)) return loaded;
    return failure(loaded.isImport ? "IMPORT_REFUSED" : "BUNDLE_INVALID", loaded.refused);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    const problems = error.problems.length > 0 ? error.problems : [fileProblem("", error.message)];
    return failure(error.code, problems);
  }
}

function failure(code: BundleErrorCode, problems: Problem[]): { errors: PartialMessage[] } {
  return {
    errors: problems.map((problem) => {
      const detail: ProblemDetail = { code, problem };
      return { text: problem.message, detail };
    }),
  };
}
