/**
 * Runs one bench: `npm run bench -- <name> [--json]`. A bench is a module `bench/<name>.ts` whose `run` resolves with its
 * figures. With `--json` the last line is `{"bench": name, "figures": {…}}`; what the bench says meanwhile goes to stderr.
 */
import { join } from "node:path";

/** Numbers by name; a group of figures, such as those of one peer, is nested. */
export type Figures = { [name: string]: number | string | Figures };

const folder = join(import.meta.dirname!, "bench");
const json = Deno.args.includes("--json");
const [name] = Deno.args.filter((arg) => !arg.startsWith("--"));

/** Every bench there is, with what the first line of its file says. */
function benches(): { name: string; about: string }[] {
  return [...Deno.readDirSync(folder)]
    .filter((entry) => entry.isFile && entry.name.endsWith(".ts"))
    .map((entry) => ({ name: entry.name.slice(0, -3), about: aboutOf(join(folder, entry.name)) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function aboutOf(path: string): string {
  const [first = ""] = Deno.readTextFileSync(path).split("\n");
  return /^\/\*\* @module (.*?)(?: \*\/)?$/.exec(first)?.[1] ?? "";
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

if (name === undefined) {
  console.log(usage());
  Deno.exit(Deno.args.includes("--help") ? 0 : 2);
}
if (!benches().some((bench) => bench.name === name)) {
  console.error(`Cannot run bench "${name}": there is none of that name\n\n${usage()}`);
  Deno.exit(2);
}
const bench: { run(): Promise<Figures> } = await import(`./bench/${name}.ts`);
const figures = await bench.run();
if (json) console.log(JSON.stringify({ bench: name, figures }));
else print(name, figures);
Deno.exit(0);
