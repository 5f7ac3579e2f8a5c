/**
 * Runs one bench: `npm run bench -- <name> [--json]`. A bench is a module `bench/<name>.ts` whose `run` resolves with its
 * figures. With `--json` the last line is `{"bench": name, "figures": {…}}`; what the bench says meanwhile goes to stderr.
 */
import { join } from "node:path";
import { readArguments } from "./arguments.ts";

/** Numbers by name; a group of figures, such as those of one peer, is nested. */
export type Figures = { [name: string]: number | string | Figures };

const folder = join(import.meta.dirname!, "bench");

/** Every bench there is, with the first sentence of its file. */
function benches(): { name: string; about: string }[] {
  return [...Deno.readDirSync(folder)]
    .filter((entry) => entry.isFile && entry.name.endsWith(".ts"))
    .map((entry) => ({ name: entry.name.slice(0, -3), about: aboutOf(join(folder, entry.name)) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function aboutOf(path: string): string {
  const text = /^\/\*\*[\s*]+@module ([^]*?)\s*\*\//.exec(Deno.readTextFileSync(path))?.[1] ?? "";
  return text.replace(/\s*\n \* /g, " ").replace(/\. .*/, ".");
}

function usage(): string {
  const lines = benches().map((bench) => `  ${bench.name.padEnd(10)}${bench.about}`);
  return ["Usage: npm run bench -- <name> [--json]", "", ...lines].join("\n");
}

/** Prints plain figures as one table and each group as one of its own. */
function print(title: string, figures: Figures): void {
  const plain = Object.entries(figures).filter(([, value]) => typeof value !== "object");
  if (plain.length > 0) {
    console.log(`\n${title}`);
    const width = Math.max(...plain.map(([key]) => key.length));
    for (const [key, value] of plain) console.log(`  ${key.padEnd(width)}  ${value}`);
  }
  for (const [key, value] of Object.entries(figures)) {
    if (typeof value === "object") print(`${title} / ${key}`, value);
  }
}

function fail(message: string): never {
  console.error(`${message}\n\n${usage()}`);
  Deno.exit(2);
}

const options = { json: { type: "boolean" }, help: { type: "boolean" } } as const;
const config = { args: Deno.args, options, allowPositionals: true } as const;
const { values: { json, help }, positionals: [name, ...more] } = readArguments(config, fail);
if (help) {
  console.log(usage());
  Deno.exit(0);
}
if (name === undefined) fail("Cannot run bench: none is named");
if (more.length > 0) fail(`Cannot run bench "${name}": one at a time, not "${more.join(" ")}" too`);
if (!benches().some((bench) => bench.name === name)) {
  fail(`Cannot run bench "${name}": there is none of that name`);
}
const bench: { run(): Promise<Figures> } = await import(`./bench/${name}.ts`);
const figures = await bench.run();
if (json) console.log(JSON.stringify({ bench: name, figures }));
else print(name, figures);
Deno.exit(0);
