/** @module Marks that stand for globals while a file is examined, and what their surroundings say of their use. */
import { refusalReasons } from "./refusals.ts";

export type MarkKind = "import" | "require" | "eval" | "function";

/** Names no source can hold: they are drawn anew for each file. */
export interface Marks {
  /** esbuild's `define`: which expressions become which mark. */
  define: Record<string, string>;
  pattern: RegExp;
  kindOf(mark: string): MarkKind;
  /** Takes the marks out again. */
  restore(code: string): string;
}

/** How the compiler writes `import(x)` once told that the target has no such thing. */
const loweredImport = "(?<==>)__toESM\\d*\\(require\\d*(?=\\()";

export function newMarks(): Marks {
  const id = crypto.randomUUID().replaceAll("-", "");
  const [require, eval_, function_] = [`__r${id}`, `__e${id}`, `__f${id}`];
  const kinds = new Map<string, [MarkKind, string]>([
    [require, ["require", "require"]],
    [eval_, ["eval", "eval"]],
    [function_, ["function", "Function"]],
  ]);
  return {
    define: { require, "module.require": require, eval: eval_, Function: function_ },
    pattern: new RegExp(`__[ref]${id}\\b|${loweredImport}`, "g"),
    kindOf: (mark) => kinds.get(mark)?.[0] ?? "import",
    restore: (code) => code.replace(new RegExp(`__[ref]${id}\\b`, "g"), (mark) => kinds.get(mark)![1]),
  };
}

const plainString = /^\(("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\)/;
/** A name, or a call of one: nothing that the bundler could take for a pattern of file names. */
const plainName = /^\([\w$.[\]]+(?:\([^()?`]*\))?\)/;

/** What is wrong with a use; `rest` is the code that follows it. Packages may do more than the author may. */
export function refusalOfUse(kind: MarkKind, rest: string, inPackage: boolean): string | undefined {
  if (kind === "import") {
    const literal = plainString.exec(rest)?.[1];
    if (literal !== undefined && inPackage) return undefined; // Judged by whether the script reaches it.
    return `import(${(literal ?? "…").slice(0, 120)}) is refused: ${refusalReasons.dynamic}`;
  }
  if (kind !== "require") return undefined;
  if (!inPackage && rest.startsWith(".resolve(")) {
    return `require.resolve(…) is refused: ${refusalReasons.noFiles}`;
  }
  if (!/^(\?\.)?\(/.test(rest) || plainString.test(rest)) return undefined;
  if (inPackage && plainName.test(rest)) return undefined; // Never bundled; throws if it is reached.
  return `require(…) is refused: ${refusalReasons.computed}`;
}

/** Code from strings, which throws at run time. */
export function warningOfUse(kind: MarkKind, rest: string, before: string): string | undefined {
  const why = "code from strings is switched off in flora and throws at run time";
  const called = /^\)?(\?\.)?\(/.test(rest);
  if (kind === "eval" && called) return `eval is used: ${why}`;
  if (kind === "function" && (called || /\bnew $/.test(before))) return `new Function is used: ${why}`;
  return undefined;
}

/** Marks a package's literal `import("x")` in its specifier, so that the resolver knows it from a `require`. */
export const lazyPrefix = "flora-lazy:";

export function markLazyImports(code: string): string {
  return code.replace(new RegExp(`${loweredImport}\\((["'])`, "g"), (match) => `${match}${lazyPrefix}`);
}
