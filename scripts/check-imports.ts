/**
 * Enforces the layers: a package imports only from lower ones, packages of one layer do not import one another, apps do
 * not import apps. Files named *.test.ts, and conformance and bench folders, may import anything they test with.
 */
import { relative, resolve, sep } from "node:path";

const layers: Record<string, number> = {
  model: 0,
  protocol: 1,
  storage: 1,
  discord: 1,
  config: 1,
  telemetry: 1,
  ops: 2,
  isolation: 2,
  sdk: 3,
  "api-client": 3,
  bundler: 3,
  gateway: 4,
  worker: 4,
  api: 4,
  cli: 4,
  supervisor: 4,
};

/** Stands beside the layers: anything may run it, it imports nothing of flora. */
const emulator = "discord-emulator";

/** What the plan allows besides: ops name the contracts of storage and Discord, testing harnesses join real parts. */
const allowed = new Set(["cli>bundler", "api>bundler"]);

const root = resolve(import.meta.dirname!, "..");
const problems: string[] = [];

function* sources(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.name === "node_modules") continue;
    if (entry.isDirectory) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

function packageOf(path: string): string | undefined {
  const [top, name] = relative(root, path).split(sep);
  return top === "packages" || top === "apps" ? name : undefined;
}

function judge(file: string, from: string, to: string): void {
  const where = relative(root, file);
  if (to === from) {
    return void problems.push(`${where}: imports its own package by name, use a relative path`);
  }
  if (from === emulator) {
    return void problems.push(`${where}: the emulator stands alone, but imports @flora/${to}`);
  }
  if (to === emulator) {
    if (layers[from] !== 4) problems.push(`${where}: only apps start the emulator`);
    return;
  }
  const [below, above] = [layers[to], layers[from]];
  if (below === undefined) return void problems.push(`${where}: @flora/${to} is in no layer`);
  if (below >= above! && !allowed.has(`${from}>${to}`)) {
    problems.push(`${where}: ${from} (L${above}) must not import ${to} (L${below})`);
  }
}

for (const top of ["packages", "apps"]) {
  for (const file of sources(`${root}/${top}`)) {
    if (/\.test\.ts$/.test(file) || /\/(conformance|bench|testdata|testing|support)\//.test(file)) continue;
    const from = packageOf(file)!;
    const text = Deno.readTextFileSync(file);
    for (const [, specifier] of text.matchAll(/^\s*(?:import|export)\b[^"';]*?["']([^"']+)["']/gm)) {
      const scoped = /^@flora\/([^/]+)/.exec(specifier!)?.[1];
      if (scoped) judge(file, from, scoped);
      else if (specifier!.startsWith(".")) {
        const target = resolve(file, "..", specifier!);
        const to = packageOf(target);
        if (to !== from && to !== undefined) {
          problems.push(`${relative(root, file)}: reaches into ${to} by path, import @flora/${to}`);
        }
      }
    }
  }
}

for (const problem of problems) console.error(problem);
console.log(`check-imports: ${problems.length === 0 ? "ok" : `${problems.length} problems`}`);
Deno.exit(problems.length === 0 ? 0 : 1);
