/**
 * @module Marks that stand for what flora gives a script, while its uses are read. The compiler puts them where a name
 * means flora's own, imported or global, and not another thing of that name.
 */

/** What is looked for; other names of the SDK do nothing that is asked about. */
const marked = ["rest", "fetch", "secrets", "kv"] as const;
export type Marked = (typeof marked)[number] | "globals" | "sdk";

/** Names by which a script reaches all of its globals at once. */
const holders = ["globalThis", "global"];
/** Where the rest of the SDK's names come from. */
export const otherNames = "flora-other-names";

/** Whether a member of the globals is looked for, or leads to all of them again. */
export function isTelling(name: string): boolean {
  return (marked as readonly string[]).includes(name) || holders.includes(name) || name === "default";
}

export interface UseMarks {
  /** esbuild's `define`. */
  define: Record<string, string>;
  /** Path of the module that stands for the SDK where it is imported. */
  sdk: string;
  /** Contents of that module, and of the one that stands for it where it is required. */
  contentsOf(path: string): string;
  /** What was marked, and where in the code. */
  find(code: string): Iterable<{ of: Marked; at: number; end: number }>;
}

/** Names no source can hold: they are drawn anew for each bundle. */
export function newUseMarks(): UseMarks {
  const id = crypto.randomUUID().replaceAll("-", "");
  const mark = (name: string) => `f${id}_${name}`;
  const define: Record<string, string> = {};
  for (const holder of holders) {
    define[holder] = mark("globals");
    for (const name of marked) define[`${holder}.${name}`] = mark(name);
  }
  for (const name of marked) define[name] = mark(name);
  // The SDK, imported as a whole, is the globals themselves.
  const names = [
    ...marked.map((name) => [name, name]),
    ...[...holders, "default"].map((name) => ["globals", name]),
  ];
  const exports = names.map(([of, name]) => `export { ${mark(of!)}$ as ${name} };`);
  for (const of of [...marked, "globals"]) exports.push(`var ${mark(of)}$ = 0;`);
  const table = mark("sdk_exports");
  // What esbuild makes of that module is its own, not a use.
  const own = new RegExp(
    `__export\\(${table},\\{[^}]*\\}\\)|__reExport\\(${table},|\\b${table}=\\{\\}|${mark("\\w+")}\\$=0`,
    "g",
  );
  // A namespace that is only asked for single names stands for these alone.
  const pattern = new RegExp(
    `\\bf${id}_(?:(sdk)_exports\\b(?!\\.[\\w$])|(${[...marked, "globals"].join("|")})\\$?(?![\\w$]))`,
    "g",
  );
  return {
    define,
    sdk: mark("sdk"),
    contentsOf: (path) =>
      path === mark("sdk")
        ? [...exports, `export * from ${JSON.stringify(otherNames)};`].join("\n")
        : `module.exports = ${mark("globals")};`,
    *find(code) {
      const blank = code.replace(own, (text) => " ".repeat(text.length));
      for (const match of blank.matchAll(pattern)) {
        const of = (match[1] ?? match[2]) as Marked;
        yield { of, at: match.index, end: match.index + match[0].length };
      }
    },
  };
}
