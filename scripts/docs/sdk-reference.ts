/** @module docs/sdk: the script API's reference, made of its own docstrings and types by `deno doc`. */
import { relative, resolve } from "node:path";

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
  const symbols = await readSymbols();
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

async function readSymbols(): Promise<{ file: string; text: string }[]> {
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
    return { file, text: file.startsWith("../") ? renderForeign(symbol) : renderSymbol(symbol) };
  });
}

/** What a package brings is documented by the package. */
function renderForeign(block: string): string {
  const name = nameOf(block.split("\n")[0]!);
  return [`## ${name}`, "", `As [\`@discordjs/builders\`](${BUILDERS_DOCS}/${name}:Class) has it.`, ""].join(
    "\n",
  );
}

/** One declaration: its signature as code, its docstring as text, its members with theirs. */
function renderSymbol(block: string): string {
  const [signature = "", ...rest] = block.split("\n");
  const name = nameOf(signature);
  // A docstring follows at once, members after an empty line.
  const gap = [...rest, ""].indexOf("");
  const doc = rest.slice(0, gap).map((line) => plain(line.trim()));
  const { members, example } = splitExample(rest.slice(gap).filter((line) => line.trim() !== ""));
  const code = members.map((line) => line.startsWith("    ") ? plain(line.replace("    ", "  // ")) : line);
  const text = doc.length > 0 ? [...doc, ""] : [];
  return [`## ${name}`, "", ...text, "```ts", splitObject(signature), ...reorder(code), "```", "", ...example]
    .join("\n");
}

/** The example of a declaration itself, as a block of its own; those of members stay with them. */
function splitExample(lines: string[]): { members: string[]; example: string[] } {
  if (lines[0] !== "  @example") return { members: lines, example: [] };
  const end = lines.findIndex((line, index) => index > 0 && !line.startsWith("      "));
  const code = lines.slice(1, end === -1 ? undefined : end).map((line) => line.slice("      ".length));
  return {
    members: end === -1 ? [] : lines.slice(end),
    example: ["For example:", "", "```ts", ...code, "```", ""],
  };
}

function nameOf(signature: string): string {
  return /^(?:abstract |async )?(?:function|const|class|interface|type|enum) (\w+)/.exec(signature)?.[1] ??
    signature;
}

const plain = (line: string) => line.replace(LINK, "`$1`");

/** A comment stands above what it is about. */
function reorder(lines: string[]): string[] {
  const ordered: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const member = lines[index]!;
    const comments: string[] = [];
    while (lines[index + 1]?.startsWith("  //")) comments.push(lines[++index]!);
    ordered.push(...comments, member);
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
