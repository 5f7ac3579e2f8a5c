import { originalPositionFor } from "@jridgewell/trace-mapping";
import type { Message } from "esbuild";
import type { ProjectLoader } from "./loader.ts";
import type { BundleErrorCode, Problem } from "./problem.ts";
import type { ProblemDetail } from "./project-plugin.ts";

const maxLineText = 200;

/** esbuild counts columns from 0 in UTF-8 bytes; editors from 1 in UTF-16 units. */
function toColumn(lineText: string, byteColumn: number): number {
  const head = new TextEncoder().encode(lineText).subarray(0, byteColumn);
  return new TextDecoder().decode(head).length + 1;
}

/** What esbuild said, as a problem of the author's file, whatever form of it esbuild has seen. */
export function toProblem({ text, location, detail }: Message, loader: ProjectLoader): Problem {
  const own = (detail as ProblemDetail | undefined)?.problem;
  if (own !== undefined) return { ...own, lineText: own.lineText.slice(0, maxLineText) };
  if (location === null) return { file: "", line: 0, column: 0, message: text, lineText: "" };
  const { file, line, lineText } = location;
  const column = toColumn(lineText, location.column);
  const message = text;
  const map = loader.rewritten.get(file);
  if (map === undefined) return { file, line, column, message, lineText: lineText.slice(0, maxLineText) };
  const place = originalPositionFor(map, { line, column: column - 1 });
  const original = loader.files.get(file)?.text.split(/\r\n|[\n\r\u2028\u2029]/)[(place.line ?? 0) - 1] ?? "";
  return {
    file,
    line: place.line ?? 0,
    column: (place.column ?? -1) + 1,
    message,
    lineText: original.slice(0, maxLineText),
  };
}

/** The code that a list of messages stands for: that of the first which has one. */
export function codeOf(messages: Message[]): BundleErrorCode {
  for (const { detail } of messages) {
    if (detail !== undefined && detail !== null) return (detail as ProblemDetail).code;
  }
  return "BUNDLE_INVALID";
}
