/**
 * @module Examines one file before the bundler may see it, because a computed import that begins with "./" makes
 * the bundler walk folders, whichever they are. The compiler, which has no disk here, rewrites the file with the
 * globals `require`, `eval` and `Function` (not other things of that name) replaced by marks. The marks are judged
 * and taken out again, and the bundler gets that very text: what it parses is what was judged.
 */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import * as esbuild from "esbuild";
import type { Problem } from "./problem.ts";
import { markLazyImports, newMarks, refusalOfUse, warningOfUse } from "./source-marks.ts";

export interface RewrittenSource {
  text: string;
  /** From `text` to the original; absent where nothing was rewritten. */
  map?: TraceMap;
  refused: Problem[];
  /** Errors of syntax. */
  invalid: Problem[];
  warnings: Problem[];
}

/** A file without a match has none of it: generous, but exact in that direction. */
const suspicious = /\brequire\b|\beval\b|\bFunction\b|\\u|import\s*[^\s\w"'{*$]/;
const options = {
  target: "esnext",
  tsconfigRaw: {},
  logLevel: "silent",
  minifyWhitespace: true,
  legalComments: "none",
  charset: "utf8",
  sourcemap: "external",
} satisfies esbuild.TransformOptions;

export async function rewriteSource(
  path: string,
  source: string,
  loader: "ts" | "js",
  inPackage: boolean,
): Promise<RewrittenSource> {
  const found: RewrittenSource = { text: source, refused: [], invalid: [], warnings: [] };
  if (!suspicious.test(source)) return found;
  const marks = newMarks();
  const output = await transform(source, {
    ...options,
    loader,
    supported: { "dynamic-import": false, "import-meta": false },
    define: marks.define,
  });
  if ("errors" in output) return { ...found, invalid: output.errors.map((error) => atMessage(path, error)) };
  const { code } = output;
  const map = new TraceMap(output.map);
  const at = placer(path, source, code, map);
  for (const hit of code.matchAll(marks.pattern)) {
    const kind = marks.kindOf(hit[0]);
    const rest = code.slice(hit.index + hit[0].length, hit.index + hit[0].length + 1_000);
    const refusal = refusalOfUse(kind, rest, inPackage);
    if (refusal !== undefined) found.refused.push(at(hit.index, refusal));
    const before = code.slice(Math.max(0, hit.index - 8), hit.index);
    const warning = inPackage ? undefined : warningOfUse(kind, rest, before);
    if (warning !== undefined) found.warnings.push(at(hit.index, warning));
  }
  if (!inPackage) found.refused.push(...importMetaUses(output.warnings, path));
  const text = markLazyImports(marks.restore(code));
  found.invalid.push(...await withStatements(path, text));
  return { ...found, text, map };
}

async function transform(
  source: string,
  options: esbuild.TransformOptions,
): Promise<esbuild.TransformResult | { errors: esbuild.Message[] }> {
  try {
    return await esbuild.transform(source, options);
  } catch (error) {
    if (
      error instanceof Error && "errors" in error && Array.isArray(error.errors) && error.errors.length > 0
    ) {
      return { errors: error.errors as esbuild.Message[] };
    }
    throw error;
  }
}

/** Inside `with` nothing can be marked; strict code, which every script is, has no `with`. */
async function withStatements(path: string, text: string): Promise<Problem[]> {
  if (!/(?<![.\w$])with\(/.test(text)) return [];
  const output = await transform(text, { ...options, loader: "js", format: "esm" });
  if (!("errors" in output)) return [];
  return [{ file: path, line: 0, column: 0, message: output.errors[0]!.text, lineText: "" }];
}

function importMetaUses(warnings: esbuild.Message[], path: string): Problem[] {
  const message = "import.meta is refused: a script has no file or address in flora";
  return warnings.filter(({ id }) => id === "empty-import-meta").map((use) => ({
    ...atMessage(path, use),
    message,
  }));
}

function atMessage(path: string, { text, location }: esbuild.Message): Problem {
  const lineText = location?.lineText ?? "";
  const head = new TextEncoder().encode(lineText).subarray(0, location?.column ?? 0);
  const column = location === null ? 0 : new TextDecoder().decode(head).length + 1;
  return { file: path, line: location?.line ?? 0, column, message: text, lineText };
}

/** Turns an offset in the rewritten code into a place in the source. */
function placer(path: string, source: string, code: string, map: TraceMap) {
  const lines = source.split(/\r\n|[\n\r\u2028\u2029]/);
  return (offset: number, message: string): Problem => {
    const before = code.slice(0, offset);
    const line = before.split("\n").length;
    const place = originalPositionFor(map, { line, column: offset - (before.lastIndexOf("\n") + 1) });
    const lineText = lines[(place.line ?? 0) - 1] ?? "";
    return { file: path, line: place.line ?? 0, column: (place.column ?? -1) + 1, message, lineText };
  };
}
