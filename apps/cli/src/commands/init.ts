import { relative, resolve } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../failure.ts";
import { type Choices, isId } from "../init/ask.ts";
import { projectFiles } from "../init/project-files.ts";
import { defaultTemplate, listTemplates, readTemplate, type Template } from "../init/templates.ts";
import { writeProject, type Written } from "../init/write-project.ts";
import { colours, note, print } from "../output.ts";
import type { GlobalOptions } from "../session.ts";

interface InitOptions extends GlobalOptions {
  template?: string;
  guild?: string;
  install?: boolean;
  yes?: boolean;
}

export function addInit(program: Command): void {
  program.command("init")
    .description("begin a project: a bot with its test, ready for flora dev; nothing is ever overwritten")
    .argument("[folder]", "where; it is made (asked for in a terminal)")
    .option("-t, --template <name>", "what it begins as; --templates lists them")
    .option("--templates", "list the templates and do nothing else")
    .option("-g, --guild <id>", "the server it is for")
    .option("--install", "install its packages with npm")
    .option(
      "-y, --yes",
      `ask nothing: this folder and the template ${defaultTemplate}, where nothing else is said`,
    )
    .action(async (folder: string | undefined, _options, command: Command) => {
      const options = command.optsWithGlobals<InitOptions & { templates?: boolean }>();
      const templates = await listTemplates();
      if (options.templates) return showTemplates(templates, options.json ?? false);
      if (options.guild !== undefined && !isId(options.guild)) {
        throw new UsageError(`Cannot use guild "${options.guild}": an id has 17 to 20 digits`);
      }
      if (options.template !== undefined && !templates.some(({ name }) => name === options.template)) {
        const known = templates.map(({ name }) => name).join(", ");
        throw new UsageError(`Cannot use template "${options.template}": there are ${known}`);
      }
      const choices = await choose(folder, options, templates);
      const target = resolve(choices.folder);
      const files = { ...projectFiles(target, choices.guild), ...await readTemplate(choices.template) };
      const done = await writeProject(target, files);
      if (choices.install) await install(target, options.json ?? false);
      if (options.json) {
        return print(JSON.stringify({ ok: true, folder: target, template: choices.template, ...done }));
      }
      report(choices, target, done);
    });
}

/** Asks only a person, and only for what is open. */
async function choose(
  folder: string | undefined,
  { template, guild, install, yes, json }: InitOptions,
  templates: Template[],
): Promise<Choices> {
  const rest = { install: install ?? false, ...guild === undefined ? {} : { guild } };
  if (yes) return { folder: folder ?? ".", template: template ?? defaultTemplate, ...rest };
  if (folder !== undefined && template !== undefined) return { folder, template, ...rest };
  if (json || !Deno.stdin.isTerminal() || !Deno.stdout.isTerminal()) {
    throw new UsageError("Cannot ask here: name folder and --template, or say --yes");
  }
  const { askChoices } = await import("../init/ask.ts");
  const open = Object.entries({ folder, template, guild, install }).filter(([, value]) =>
    value !== undefined
  );
  return await askChoices(Object.fromEntries(open), templates);
}

async function install(folder: string, quiet: boolean): Promise<void> {
  const { success } = await new Deno.Command(Deno.build.os === "windows" ? "npm.cmd" : "npm", {
    args: ["install", "--no-audit", "--no-fund"],
    cwd: folder,
    stdin: "null",
    stdout: quiet ? "null" : "inherit",
    stderr: "inherit",
  }).spawn().status;
  if (!success) {
    note(`${colours.yellow("warning")} npm could not install the packages; try \`npm install\` later`);
  }
}

function showTemplates(templates: Template[], asJson: boolean): void {
  if (asJson) return print(JSON.stringify({ templates }));
  const width = Math.max(...templates.map(({ name }) => name.length));
  for (const { name, description } of templates) print(`${colours.bold(name.padEnd(width))}  ${description}`);
}

function report({ template, install }: Choices, target: string, { written, kept }: Written): void {
  print(`${colours.green("Wrote")} ${template} to ${target}: ${written.join(", ")}`);
  if (kept.length > 0) print(`  ${kept.join(", ")} stood there already and stay as they are`);
  const path = relative(Deno.cwd(), target);
  print("");
  print("Next:");
  if (path !== "") print(`  cd ${shellWord(path)}`);
  if (!install) print("  npm install          types for your editor, and flora itself");
  print("  npx flora dev        run it in a simulated server on this machine");
  print("  npx flora test       run its test");
  print("  npx flora deploy     put it live, after `npx flora login`");
}

/** Quoted where a shell would take it for more than one word. */
function shellWord(path: string): string {
  return /^[\p{L}\p{N}_.:\\/-]+$/u.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
