import { builtinModules } from "node:module";

/** The SDK's name; it resolves to the globals of the guest. */
const sdkName = "@flora/sdk";
export { sdkName };
/** What scripts call the SDK whose names flora keeps: the same globals. */
const otherSdkName = "@uwu/flora-sdk";

/** Whether an import means the SDK. */
export function isSdk(specifier: string): boolean {
  return specifier === sdkName || specifier === otherSdkName;
}

const builtins = new Set(builtinModules.filter((name) => !name.startsWith("_")));
const why = {
  builtin: "Node built-ins do not exist in flora",
  dynamic: "dynamic imports do not exist in flora; import it at the top of the file",
  computed: "only a plain string can be bundled",
  noFiles: "a script has no files in flora",
  outside: "it leads out of the project",
} as const;
export const refusalReasons = why;

const schemes: Record<string, string> = {
  node: why.builtin,
  bun: "Bun built-ins do not exist in flora",
  deno: "Deno built-ins do not exist in flora",
  cloudflare: "Cloudflare built-ins do not exist in flora",
  jsr: "packages come from the project's own node_modules",
  npm: "packages come from the project's own node_modules; install it and import it by its name",
  http: "nothing is loaded from the network; install the package",
  https: "nothing is loaded from the network; install the package",
  data: "only files of the project are bundled",
  blob: "only files of the project are bundled",
  file: "only files of the project are bundled",
};

/** True for `fs`, `fs/promises`: names that a package of the project may still answer to. */
export function isBareBuiltin(specifier: string): boolean {
  return builtins.has(specifier);
}

/** Why a specifier can never be imported whatever is on disk; undefined where it has to be resolved. */
export function refusalOfSpecifier(specifier: string): string | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(specifier)?.[1]?.toLowerCase();
  if (scheme !== undefined) return schemes[scheme] ?? `${scheme}: imports do not exist in flora`;
  if (specifier.startsWith("/")) return "a path must be relative";
  if (specifier.includes("\0")) return "it has a NUL character";
  if (specifier === `${sdkName}/testing`) return "it is for tests; a guild has no test harness";
  if (specifier.startsWith(`${sdkName}/`)) return `only ${JSON.stringify(sdkName)} itself exists in flora`;
  return undefined;
}

/** Why a file of this kind cannot be part of a script. */
export function refusalOfFile(path: string): string | undefined {
  const extension = /\.[^./]+$/.exec(path)?.[0]?.toLowerCase();
  if (extension === ".node") return "native addons do not run in flora";
  if (extension === ".wasm") return "WebAssembly is switched off in flora";
  if (extension === ".tsx" || extension === ".jsx") return "JSX does not exist in flora; rename the file";
  return undefined;
}

/** `import "node:fs" is refused: Node built-ins do not exist in flora`. */
export function refusalMessage(kind: string, specifier: string, reason: string): string {
  const shown = JSON.stringify(specifier.length > 120 ? `${specifier.slice(0, 120)}…` : specifier);
  if (kind === "dynamic-import") return `import(${shown}) is refused: ${reason}`;
  if (kind === "require-call") return `require(${shown}) is refused: ${reason}`;
  if (kind === "require-resolve") return `require.resolve(${shown}) is refused: ${reason}`;
  return `import ${shown} is refused: ${reason}`;
}
