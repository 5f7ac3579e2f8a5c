import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { runBundle } from "./bundle-project.ts";
import { type BundleLimits, withDefaults } from "./limits.ts";
import { bundleFailure, fileProblem } from "./problem.ts";
import { Quota } from "./quota.ts";

/** A file to upload; `path` is where the server shall put it. */
export interface SourceFile {
  path: string;
  bytes: Uint8Array;
}

/**
 * What a deploy has to upload so that the server, bundling again, gets the same script: the files that the
 * bundle reads, and every package.json that had a say in finding them. Fails as `bundleProject` does.
 */
export async function collectSources(
  root: string,
  entry: string,
  limits?: Partial<BundleLimits>,
): Promise<SourceFile[]> {
  const all = withDefaults(limits);
  const { files, requests } = await runBundle(root, entry, all);
  const realRoot = await Deno.realPath(root);
  const found = new Map<string, Uint8Array>();
  for (const [path, { bytes }] of files) found.set(path, bytes);
  for (const path of manifestCandidates(realRoot, [...files.keys()], requests)) {
    const manifest = await readInside(realRoot, path);
    if (manifest !== undefined) found.set(manifest.path, manifest.bytes);
  }
  const quota = new Quota(`Cannot bundle ${JSON.stringify(entry)}`, all);
  const placed = new Map<string, { from: string; bytes: Uint8Array }>();
  for (const [from, bytes] of found) {
    const path = uploadPath(from);
    const twin = placed.get(path);
    if (twin !== undefined && !sameBytes(twin.bytes, bytes)) {
      const why = `${twin.from} and ${from} are two versions of one package; ` +
        "install with hoisting (such as pnpm's node-linker=hoisted)";
      throw bundleFailure(entry, "BUNDLE_INVALID", [fileProblem(from, why)]);
    }
    if (twin !== undefined) continue;
    placed.set(path, { from, bytes });
    quota.add(path, bytes.length);
  }
  return [...placed].map(([path, { bytes }]) => ({ path, bytes })).sort((a, b) => a.path < b.path ? -1 : 1);
}

/** Where a package.json may have decided: above each file, and at each folder that an import may mean. */
function manifestCandidates(
  root: string,
  files: string[],
  requests: { specifier: string; resolveDir: string }[],
): Set<string> {
  const folders = new Set<string>();
  const addUp = (folder: string) => {
    for (let at = folder; isInside(root, at) && !folders.has(at); at = dirname(at)) folders.add(at);
  };
  for (const file of files) addUp(dirname(join(root, file)));
  const bare = new Set<string>();
  for (const { specifier, resolveDir } of requests) {
    if (specifier.startsWith(".")) addUp(join(resolveDir, specifier));
    else bare.add(`${resolveDir}\n${specifier}`);
  }
  for (const request of bare) {
    const [resolveDir, specifier] = request.split("\n") as [string, string];
    for (let at = resolveDir; isInside(root, at); at = dirname(at)) {
      addUp(join(at, "node_modules", specifier));
    }
  }
  return new Set([...folders].map((folder) => join(folder, "package.json")));
}

function isInside(root: string, path: string): boolean {
  const name = relative(root, path);
  return path !== dirname(path) && name !== ".." && !name.startsWith(`..${sep}`) && !isAbsolute(name);
}

/** A file by its real path, which is how the bundler names files too; undefined where the project has no such file. */
async function readInside(root: string, path: string): Promise<SourceFile | undefined> {
  const real = await Deno.realPath(path).catch(() => undefined);
  if (real === undefined || !isInside(root, real) || !(await Deno.stat(real)).isFile) return undefined;
  return { path: relative(root, real).split(sep).join("/"), bytes: await Deno.readFile(real) };
}

/** pnpm keeps packages in a store of links, which an upload cannot carry: they move to where the link stands. */
function uploadPath(path: string): string {
  if (!path.startsWith("node_modules/.pnpm/")) return path;
  return path.slice(path.lastIndexOf("/node_modules/") + 1);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
