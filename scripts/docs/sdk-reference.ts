/** @module docs/sdk: the script API's reference, made of its own docstrings and types by `deno doc`. */
import { relative, resolve } from "node:path";
import { readRestRoutes } from "./rest-routes.ts";
import { readSdkEntries } from "./sdk-entries.ts";

const source = resolve(import.meta.dirname!, "../../packages/sdk/src");

/** Page by source file; what is in no file named here goes to the last page. */
const pages: { name: string; title: string; files: RegExp }[] = [
  {
    name: "commands",
    title: "Commands and events",
    files: /^script\/(on|events|commands|bot|slash|cron|at|schedule|duration|webhook|routes|helpers|pattern)/,
  },
  { name: "contexts", title: "What handlers are given", files: /^script\/(context|message|waiting)/ },
  { name: "storage", title: "KV, state, secrets, settings", files: /^script\/(kv|state|secrets|settings)/ },
  { name: "guild", title: "The guild", files: /^script\/guild/ },
  { name: "rest", title: "Discord's REST routes", files: /^script\/rest/ },
  { name: "builders", title: "Embeds and components", files: /^builders\/|@discordjs\/builders/ },
  { name: "more", title: "More", files: /./ },
];

const BUILDERS_DOCS = "https://discord.js.org/docs/packages/builders/stable";
const MODULE_END = "\n\n\n";
const LINK = /\{@link (\w+)(?:\.(\w+))?\}/g;

/** Path below docs/sdk to text. */
export async function renderSdkReference(): Promise<Record<string, string>> {
  const symbols = await readSymbols(await readNotes());
  const texts = new Map(pages.map(({ name, title }) => [name, [`# ${title}`, ""]]));
  for (const { file, text } of symbols) {
    const page = texts.get(pages.find(({ files }) => files.test(file))!.name)!;
    // A class and an interface of the same name are one.
    if (!page.includes(text)) page.push(text);
  }
  const index = pages.filter(({ name }) => texts.get(name)!.length > 2).map(({ name, title }) =>
    `- [${title}](${name}.md)`
  );
  const intro =
    "# Script API\n\nEvery global of a script, generated from its types. [guide.md](../guide.md) explains how they go together.\n\n";
  const rendered = [...texts].filter(([, lines]) => lines.length > 2);
  return {
    "README.md": `${intro}${index.join("\n")}\n`,
    ...Object.fromEntries(rendered.map(([name, lines]) => [`${name}.md`, `${lines.join("\n").trimEnd()}\n`])),
  };
}

/** What is told of a name besides its docstring, by `embed` or `KvStore.get`. */
interface Notes {
  examples: Map<string, string>;
  /** Of functions of `rest`. */
  routes: Map<string, string[]>;
}

async function readNotes(): Promise<Notes> {
  const entries = await readSdkEntries();
  const examples = entries.flatMap(({ name, examples: [first] }) => first ? [[name, first] as const] : []);
  return { examples: new Map(examples), routes: readRestRoutes() };
}

async function readSymbols(notes: Notes): Promise<{ file: string; text: string }[]> {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", resolve(source, "mod.ts")],
    env: { NO_COLOR: "1" },
  }).output();
  if (!success) throw new Error("Cannot read the SDK's docstrings: deno doc failed");
  const text = new TextDecoder().decode(stdout);
  return text.slice(text.indexOf(MODULE_END)).split(/^Defined in /m).slice(1).map((block) => {
    const [place, ...lines] = block.split("\n");
    const file = relative(source, new URL(place!.replace(/:\d+:\d+$/, "")).pathname);
    const symbol = lines.join("\n").trim();
    return { file, text: file.startsWith("../") ? renderForeign(symbol) : renderSymbol(symbol, notes) };
  });
}

/** What a package brings is documented by the package. */
function renderForeign(block: string): string {
  const name = nameOf(block.split("\n")[0]!);
  return [`## ${name}`, "", `As [\`@discordjs/builders\`](${BUILDERS_DOCS}/${name}:Class) has it.`, ""].join(
    "\n",
  );
}

/** One declaration: its signature as code, its docstring as text, its members with theirs, and an example. */
function renderSymbol(block: string, notes: Notes): string {
  const [signature = "", ...rest] = block.split("\n");
  const name = nameOf(signature);
  // A docstring follows at once, members after an empty line.
  const gap = [...rest, ""].indexOf("");
  const doc = rest.slice(0, gap).map((line) => plain(line.trim()));
  const members = withoutExamples(rest.slice(gap).filter((line) => line.trim() !== ""));
  const text = doc.length > 0 ? [...doc, ""] : [];
  const code = reorder(name, members, notes);
  const example = notes.examples.get(name);
  const shown = example === undefined ? [] : ["For example:", "", "```ts", example, "```", ""];
  return [`## ${name}`, "", ...text, "```ts", splitObject(signature), ...code, "```", "", ...shown].join(
    "\n",
  );
}

/** Examples are told in full from elsewhere: here their lines have lost how far they were indented. */
function withoutExamples(lines: string[]): string[] {
  let depth = Infinity;
  return lines.filter((line) => {
    const indent = line.length - line.trimStart().length;
    if (indent > depth) return false;
    depth = line.trim() === "@example" ? indent : Infinity;
    return depth === Infinity;
  });
}

function nameOf(signature: string): string {
  return /^(?:abstract |async )?(?:function|const|class|interface|type|enum) (\w+)/.exec(signature)?.[1] ??
    signature;
}

const plain = (line: string) =>
  line.replace(LINK, (_, name: string, member?: string) => `\`${member ? `${name}.${member}` : name}\``);

/** A comment stands above what it is about, with Discord's route and an example. */
function reorder(owner: string, lines: string[], { examples, routes }: Notes): string[] {
  const ordered: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const member = lines[index]!;
    const name = /^ *(?:async )?(\w+)/.exec(member)?.[1] ?? "";
    const comments: string[] = [];
    while (lines[index + 1]?.startsWith("    ")) comments.push(plain(lines[++index]!.trim()));
    const taken = owner.endsWith("Rest") ? routes.get(name) ?? [] : [];
    const example = examples.get(`${owner}.${name}`)?.split("\n").map((line) => `    ${line}`) ?? [];
    const told = [...comments, ...taken, ...example].map((line) => `  // ${line}`);
    if (example.length > 0 && ordered.length > 0) ordered.push("");
    ordered.push(...told, member);
  }
  return ordered;
}

/** `const rest: { a: …; b: … }` one member per line. */
function splitObject(signature: string): string {
  const open = /^const \w+: \{ /.exec(signature)?.[0];
  if (!open) return signature;
  let depth = 0, line = "";
  const lines: string[] = [];
  for (const character of signature.slice(open.length, -2)) {
    if ("{([".includes(character)) depth++;
    if ("})]".includes(character)) depth--;
    line += character;
    if (character === ";" && depth === 0) {
      lines.push(`  ${line.trim()}`);
      line = "";
    }
  }
  return [open.trimEnd(), ...lines, "}"].join("\n");
}
