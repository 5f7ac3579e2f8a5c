/**
 * Makes the tarballs that are published: the command line, the SDK and the emulator, each with all of flora it needs.
 * Deno runs no TypeScript below node_modules, so every file is compiled, one by one; the sources go along as types
 * where a package has no declarations of its own.
 * The argument is the folder they go to.
 */
import { dirname, join, relative, resolve } from "node:path";
import * as esbuild from "esbuild";

const root = resolve(import.meta.dirname!, "..");
const targets = ["cli", "sdk", "discord-emulator"];
/** Tests, and what only they use. */
const left = /(\.test\.ts|\.fixture\.ts|^(node_modules|testdata|conformance)$|^\.)/;
const manifest = JSON.parse(await Deno.readTextFile(join(root, "package.json")));
const versions: Record<string, string> = { ...manifest.devDependencies, ...manifest.dependencies };

/** By file: most go into two tarballs. */
const compiled = new Map<string, string>();

interface PackageJson {
  name: string;
  version: string;
  license: string;
  exports?: Record<string, unknown>;
  bin?: Record<string, string>;
}

/** What a package was found to need. */
interface Needs {
  own: Set<string>;
  others: Set<string>;
}

/** Makes one tarball; answers its path. */
async function packTarget(name: string, out: string): Promise<string> {
  const stage = await Deno.makeTempDir({ prefix: "flora-pack-" });
  try {
    const needs: Needs = { own: new Set([name]), others: new Set(["deno"]) };
    // The set grows while it is walked: what is needed by what is needed comes along.
    for (const one of needs.own) {
      await copyPackage(one, one === name ? stage : join(stage, "node_modules/@flora", one), needs);
    }
    needs.own.delete(name);
    const bundled = [...needs.own].sort().map((one) => `@flora/${one}`);
    const own = await readManifest(name);
    await writeJson(join(stage, "package.json"), {
      ...published(own),
      engines: manifest.engines,
      dependencies: Object.fromEntries([
        ...[...needs.others].sort().map((one) => [one, versions[one]]),
        ...bundled.map((one) => [one, own.version]),
      ]),
      bundleDependencies: bundled,
    });
    await Deno.copyFile(join(root, "LICENSE"), join(stage, "LICENSE"));
    const { code, stdout, stderr } = await new Deno.Command("npm", {
      args: ["pack", "--silent", "--pack-destination", out],
      cwd: stage,
    }).output();
    const text = new TextDecoder();
    if (code !== 0) throw new Error(`Cannot pack ${name}: ${text.decode(stderr)}`);
    return join(out, text.decode(stdout).trim().split("\n").at(-1)!);
  } finally {
    await Deno.remove(stage, { recursive: true });
  }
}

function folderOf(name: string): string {
  const app = join(root, "apps", name);
  return existsSync(app) ? app : join(root, "packages", name);
}

async function readManifest(name: string): Promise<PackageJson> {
  return JSON.parse(await Deno.readTextFile(join(folderOf(name), "package.json")));
}

async function copyPackage(name: string, to: string, needs: Needs): Promise<void> {
  await writeJson(join(to, "package.json"), published(await readManifest(name)));
  for await (const file of filesOf(folderOf(name))) {
    const path = relative(folderOf(name), file);
    if (path === "package.json") continue;
    const target = join(to, path);
    await Deno.mkdir(dirname(target), { recursive: true });
    if (path.startsWith("bin/")) await copyBin(file, target);
    else await Deno.copyFile(file, target);
    if (path.endsWith(".d.ts")) findNeeds(await Deno.readTextFile(file), needs);
    // Templates are projects: they stay TypeScript.
    if (!path.startsWith("src/") || !path.endsWith(".ts") || path.endsWith(".d.ts")) continue;
    let code = compiled.get(file);
    if (code === undefined) compiled.set(file, code = await compile(await Deno.readTextFile(file)));
    findNeeds(code, needs);
    await Deno.writeTextFile(target.replace(/\.ts$/, ".js"), code);
  }
}

async function* filesOf(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (left.test(name) && !folder.includes("/templates/")) continue;
    if (isDirectory) yield* filesOf(path);
    else yield path;
  }
}

/** JavaScript whose imports of neighbours name what they became. */
async function compile(text: string): Promise<string> {
  const { code } = await esbuild.transform(text, { loader: "ts", format: "esm", target: "esnext" });
  return code.replace(/(["'])(\.{1,2}\/[^"'\n]*)\.ts\1/g, "$1$2.js$1");
}

/** The starter of Deno lies beside a command once it is published. */
async function copyBin(from: string, to: string): Promise<void> {
  const text = await Deno.readTextFile(from);
  await Deno.writeTextFile(
    to,
    text.replace("../../../scripts/deno.mjs", "./deno.mjs").replaceAll("src/main.ts", "src/main.js"),
    { mode: 0o755 },
  );
  if (text.includes("scripts/deno.mjs")) {
    await Deno.copyFile(join(root, "scripts/deno.mjs"), join(dirname(to), "deno.mjs"));
  }
}

function findNeeds(code: string, { own, others }: Needs): void {
  for (const [, name] of code.matchAll(/["']@flora\/([a-z-]+)[/"']/g)) {
    if (existsSync(folderOf(name!))) own.add(name!);
  }
  for (const [, specifier] of code.matchAll(/\b(?:from|import)\s*\(?\s*["']([^"'.][^"']*)["']/g)) {
    const [, name] = /^(@[^/]+\/[^/]+|[^/]+)/.exec(specifier!)!;
    if (Object.hasOwn(versions, name!)) others.add(name!);
  }
}

/** A manifest as it is published: what runs is the compiled file. */
function published({ name, version, license, exports, bin }: PackageJson): Record<string, unknown> {
  const entries = Object.entries(exports ?? {}).map(([key, to]) => {
    if (typeof to === "string" && to.endsWith(".ts")) return [key, { types: to, default: toJavaScript(to) }];
    if (!isDeclared(to)) return [key, to];
    return [key, { types: to.types, default: toJavaScript(to.default) }];
  });
  return {
    name,
    version,
    license,
    type: "module",
    ...exports ? { exports: Object.fromEntries(entries) } : {},
    ...bin ? { bin } : {},
  };
}

/** An entry with declarations of its own. */
function isDeclared(entry: unknown): entry is { types: string; default: string } {
  return typeof entry === "object" && entry !== null && "default" in entry;
}

const toJavaScript = (file: string) => file.replace(/\.ts$/, ".js");

async function writeJson(path: string, value: unknown): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

function existsSync(path: string): boolean {
  try {
    return Deno.statSync(path) !== undefined;
  } catch {
    return false;
  }
}

const out = resolve(Deno.args[0] ?? join(root, "dist"));
await Deno.mkdir(out, { recursive: true });
for (const target of targets) {
  const path = await packTarget(target, out);
  console.log(`${path} (${((await Deno.stat(path)).size / 1024).toFixed(0)} KiB)`);
}
await esbuild.stop();
