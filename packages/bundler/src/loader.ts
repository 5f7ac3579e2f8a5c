import { join, relative, sep } from "node:path";
import type { TraceMap } from "@jridgewell/trace-mapping";
import type { Loader } from "esbuild";
import { decodeText } from "./decode-text.ts";
import type { BundleLimits } from "./limits.ts";
import { fileProblem, type Problem } from "./problem.ts";
import { isPackageFile, Quota } from "./quota.ts";
import { refusalOfFile } from "./refusals.ts";
import { rewriteSource } from "./rewrite-source.ts";

const loaders: Record<string, Loader> = {
  ts: "ts",
  mts: "ts",
  cts: "ts",
  js: "js",
  mjs: "js",
  cjs: "js",
  json: "json",
  txt: "text",
  md: "text",
  html: "text",
  css: "text",
  csv: "text",
  sql: "text",
  svg: "text",
};

export interface LoadedFile {
  bytes: Uint8Array<ArrayBuffer>;
  text: string;
}

/** Reads files for the bundler: regular ones inside the root, in UTF-8, within the limits, scanned. */
export class ProjectLoader {
  readonly root: string;
  /** What has been read, by path relative to the root. */
  readonly files = new Map<string, LoadedFile>();
  /** Of files that the bundler got in another form: from there to the original. */
  readonly rewritten = new Map<string, TraceMap>();
  readonly warnings: Problem[] = [];
  readonly #quota: Quota;

  /** `root` must be a real path. */
  constructor(root: string, entry: string, limits: BundleLimits) {
    this.root = root;
    this.#quota = new Quota(`Cannot bundle ${JSON.stringify(entry)}`, limits);
  }

  /** The path relative to the root in POSIX form; undefined where it is outside of it, links followed. */
  async inside(path: string): Promise<string | undefined> {
    const real = await Deno.realPath(path).catch(() => path);
    const name = relative(this.root, real).split(sep).join("/");
    return name === "" || name === ".." || name.startsWith("../") || name.startsWith("/") ? undefined : name;
  }

  /** The text to compile, or what is wrong with it. `attribute` is the import's `type`. */
  async load(
    name: string,
    attribute: string | undefined,
  ): Promise<{ contents: string; loader: Loader } | { refused: Problem[]; isImport: boolean }> {
    const kind = refusalOfFile(name);
    if (kind !== undefined) return { refused: [fileProblem(name, kind)], isImport: true };
    const loader = pickLoader(name, attribute);
    if (loader === undefined) {
      const what = attribute === undefined ? "a file of this kind" : `an import with type ${attribute}`;
      return { refused: [fileProblem(name, `${what} cannot be bundled`)], isImport: false };
    }
    const { text } = this.files.get(name) ?? await this.#read(name);
    if (loader !== "ts" && loader !== "js") return { contents: text, loader };
    const source = await rewriteSource(name, withoutMapReference(text), loader, isPackageFile(name));
    if (source.refused.length > 0) return { refused: source.refused, isImport: true };
    if (source.invalid.length > 0) return { refused: source.invalid, isImport: false };
    this.warnings.push(...source.warnings);
    if (source.map === undefined) return { contents: source.text, loader };
    this.rewritten.set(name, source.map);
    return { contents: source.text, loader: "js" };
  }

  async #read(name: string): Promise<LoadedFile> {
    const path = join(this.root, name);
    const info = await Deno.stat(path);
    this.#quota.add(name, info.isFile ? info.size : 0);
    const bytes = info.isFile ? await Deno.readFile(path) : new Uint8Array();
    const file = { bytes, text: decodeText(bytes, name) };
    this.files.set(name, file);
    return file;
  }
}

function pickLoader(name: string, attribute: string | undefined): Loader | undefined {
  if (attribute === "text" || attribute === "json") return attribute;
  return attribute === undefined ? loaders[/\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? ""] : undefined;
}

/**
 * Keeps the bundler from opening the file that a `sourceMappingURL` comment names, wherever that is. The escape
 * means the same letter in every string, template, regular expression and name.
 */
function withoutMapReference(text: string): string {
  return text.replaceAll("sourceMappingURL", "sourceMapping\\u0055RL");
}
