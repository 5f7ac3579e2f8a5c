/**
 * @module The SDK's declarations, as editors and `tsc` read them in a project: each module that a script or its tests can
 * import, without what is the SDK's own. They stand by themselves, so that nobody's compiler judges flora's sources.
 */
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";

const root = resolve(import.meta.dirname!, "../..");
const source = join(root, "packages/sdk/src");
const entries = ["mod.ts", "config.ts", "testing/mod.ts"];

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  strict: true,
  declaration: true,
  isolatedDeclarations: true,
  stripInternal: true,
};

/** What the compiler makes of a class's method named by a symbol, besides the method itself. */
const twice = /^ +(\[Symbol\.\w+\]): \(.*;\n(?=[^]*^ +\1\()/gm;

/** By path below packages/sdk/types. Throws where a declaration cannot be told from its file alone. */
export function renderSdkTypes(): Record<string, string> {
  const files: Record<string, string> = {};
  const visit = (file: string): void => {
    const path = placeOf(file);
    if (Object.hasOwn(files, path)) return;
    files[path] = "";
    files[path] = declare(file).replace(/(\bfrom |\bimport\(|^import )"([^"]+)"/gm, (all, before, to) => {
      const target = resolveImport(file, to);
      if (target === undefined) return all;
      visit(target);
      const place = relative(dirname(path), placeOf(target)).replace(/\.d\.ts$/, ".js");
      return `${before}"${place.startsWith(".") ? place : `./${place}`}"`;
    });
  };
  for (const entry of entries) visit(join(source, entry));
  return files;
}

/** Where a file's declarations go; those of other packages beside the SDK's own. */
function placeOf(file: string): string {
  const own = relative(source, file);
  const path = own.startsWith("..") ? relative(join(root, "packages"), file).replace("/src/", "/") : own;
  return path.replace(/\.ts$/, ".d.ts");
}

/** Undefined for a package of others. */
function resolveImport(from: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return resolve(dirname(from), specifier);
  const [, name, path] = /^@flora\/([^/]+)\/(.+)$/.exec(specifier) ?? [];
  if (name) return join(root, "packages", name, "src", `${path}.ts`);
  if (!specifier.startsWith("@flora/")) return undefined;
  throw new Error(
    `Cannot declare ${relative(root, from)}: it needs all of ${specifier}, import one file of it`,
  );
}

function declare(file: string): string {
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(ts.sys.readFile(file)!, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: options,
  });
  for (const { file: at, start, messageText } of diagnostics) {
    const line = at!.getLineAndCharacterOfPosition(start!).line + 1;
    const why = ts.flattenDiagnosticMessageText(messageText, " ");
    throw new Error(`Cannot declare ${relative(root, file)}:${line}: ${why}`);
  }
  return outputText.replace(twice, "");
}
