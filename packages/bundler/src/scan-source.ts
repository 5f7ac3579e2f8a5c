/**
 * @module Finds in one file what bundling alone would let through. The compiler rewrites the file without any
 * access to disk, with `require`, `eval` and `Function` (the globals, not other things of that name) replaced by
 * marks; where the marks stand is then read off its source map. It must happen before the file is bundled:
 * a computed import that begins with "./" makes the bundler walk folders, whichever they are.
 */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import * as esbuild from "esbuild";
import type { Problem } from "./problem.ts";
import { refusalReasons } from "./refusals.ts";

export interface ScanResult {
  refused: Problem[];
  warnings: Problem[];
}

/** Cheap and generous: a file without a match has nothing to find. */
const suspicious = /\brequire\b|\beval\b|\bFunction\b|\\u|import\s*[^\s\w"'{*$]/;
const strings = "code from strings is switched off in flora and throws at run time";

/** `strict` also refuses what packages may do where it does no harm: name `require` and `import.meta`. */
export async function scanSource(
  path: string,
  text: string,
  loader: "ts" | "js",
  strict: boolean,
): Promise<ScanResult> {
  const found: ScanResult = { refused: [], warnings: [] };
  if (!suspicious.test(text)) return found;
  const marks = newMarks();
  let output: esbuild.TransformResult;
  try {
    output = await esbuild.transform(text, {
      loader,
      target: "esnext",
      sourcemap: "external",
      sourcefile: "source",
      tsconfigRaw: {},
      logLevel: "silent",
      supported: { "dynamic-import": false, "import-meta": false },
      define: { require: marks.require, eval: marks.eval, Function: marks.function },
    });
  } catch (error) {
    if (!(error instanceof Error && "errors" in error && Array.isArray(error.errors))) throw error;
    return found; // A syntax error: bundling reports it with its place.
  }
  const map = new TraceMap(output.map);
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
  const report = (into: Problem[], line: number, column: number, message: string) => {
    const place = originalPositionFor(map, { line, column });
    const lineText = lines[(place.line ?? 0) - 1] ?? "";
    into.push({ file: path, line: place.line ?? 0, column: (place.column ?? -1) + 1, message, lineText });
  };
  for (const [index, line] of output.code.split("\n").entries()) {
    for (const hit of line.matchAll(marks.pattern)) {
      const rest = line.slice(hit.index + hit[0].length);
      const message = refusalOf(marks.kind(hit[0]), rest, strict);
      if (message !== undefined) report(found.refused, index + 1, hit.index, message);
      const use = strict ? warningOf(marks.kind(hit[0]), rest, line.slice(0, hit.index)) : undefined;
      if (use !== undefined) report(found.warnings, index + 1, hit.index, use);
    }
  }
  if (strict) found.refused.push(...importMetaUses(output.warnings, path));
  return found;
}

type MarkKind = "import" | "require" | "eval" | "function";

/** Names no source can hold: they are drawn anew for each file. */
function newMarks() {
  const id = crypto.randomUUID().replaceAll("-", "");
  const names = { require: `__r${id}`, eval: `__e${id}`, function: `__f${id}` };
  const kinds = new Map<string, MarkKind>([
    [names.require, "require"],
    [names.eval, "eval"],
    [names.function, "function"],
  ]);
  const pattern = new RegExp(`__[ref]${id}\\b|(?<==> )__toESM\\(require(?=\\()`, "g");
  return { ...names, pattern, kind: (hit: string): MarkKind => kinds.get(hit) ?? "import" };
}

const plainString = /^\(("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\)/;
const plainName = /^\([\w$.[\]]+\)/;

function refusalOf(kind: MarkKind, rest: string, strict: boolean): string | undefined {
  if (kind === "import") {
    const literal = plainString.test(rest);
    if (literal && !strict) return undefined; // The resolver judges it by whether the script uses it.
    const shown = literal ? /^\((.*?)\)/.exec(rest)?.[1] ?? "" : "…";
    return `import(${shown.slice(0, 120)}) is refused: ${refusalReasons.dynamic}`;
  }
  if (kind === "require" && strict && rest.startsWith(".resolve(")) {
    return `require.resolve(…) is refused: ${refusalReasons.noFiles}`;
  }
  if (kind !== "require" || !/^(\?\.)?\(/.test(rest) || plainString.test(rest)) return undefined;
  if (!strict && plainName.test(rest)) return undefined; // Never bundled; throws if it is reached.
  return `require(…) is refused: ${refusalReasons.computed}`;
}

function warningOf(kind: MarkKind, rest: string, before: string): string | undefined {
  const called = /^\)?(\?\.)?\(/.test(rest);
  if (kind === "eval" && called) return `eval is used: ${strings}`;
  if (kind === "function" && (called || /\bnew $/.test(before))) return `new Function is used: ${strings}`;
  return undefined;
}

function importMetaUses(warnings: esbuild.Message[], path: string): Problem[] {
  return warnings.filter((warning) => warning.id === "empty-import-meta").map(({ location }) => ({
    file: path,
    line: location?.line ?? 0,
    column: (location?.column ?? -1) + 1,
    message: "import.meta is refused: a script has no file or address in flora",
    lineText: location?.lineText ?? "",
  }));
}
