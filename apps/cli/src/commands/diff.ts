import { resolve } from "node:path";
import type { Command } from "commander";
import type { RevisionDiff } from "@flora/protocol/api";
import { aboutGuild, type InGuild, inGuild } from "../in-guild.ts";
import { colours, printable } from "../output.ts";
import { findProject } from "../project/project.ts";
import { readConfig } from "../project/read-config.ts";
import { readSources } from "../project/read-sources.ts";
import { reviewLines } from "../review.ts";
import { findRevision } from "../revisions.ts";

interface DiffOptions {
  from?: string;
  root?: string;
}

export function addDiff(program: Command): void {
  aboutGuild(
    program.command("diff").description(
      "show what a revision, or this folder, changes of what is live in a guild",
    ),
  )
    .argument("[revision]", "a revision, or the number of a deployment (default: the project in this folder)")
    .option("--from <revision>", "compare with this one instead of what is live")
    .option("-r, --root <folder>", "the project's folder")
    .action(inGuild<DiffOptions>(async (parts, given: string | undefined) => {
      if (given === undefined) return await diffFolder(parts);
      const { client, guildId, options, answer } = parts;
      const to = await findRevision(client, guildId, given);
      const from = options.from === undefined ? undefined : await findRevision(client, guildId, options.from);
      const diff = await client.diff(guildId, to, from);
      answer(diff, () => describe(diff));
    }));
}

/** Files that differ, and what the script could do then: lines are for the author's own tools. */
async function diffFolder({ client, guildId, options, answer }: InGuild<DiffOptions>): Promise<void> {
  const config = await readConfig(resolve(options.root ?? "."));
  const project = await findProject("compare", config, { root: options.root });
  const { files } = await readSources(project);
  const base = options.from === undefined
    ? (await client.deployment(guildId)).revisionId
    : await findRevision(client, guildId, options.from);
  const before = (await client.revisionSources(guildId, base)).files;
  const { review, findings } = await client.validate(guildId, { entry: project.entry, files });
  const names = [...new Set([...Object.keys(before), ...Object.keys(files)])].sort();
  const changed = names.flatMap((path) => {
    if (before[path] === files[path]) return [];
    const status = before[path] === undefined ? "added" : files[path] === undefined ? "removed" : "changed";
    return [{ path, status }];
  });
  answer({ from: base, files: changed, review, findings }, () => [
    changed.length === 0 ? "No file differs." : `${changed.length} files differ from revision ${base}:`,
    ...changed.map(({ path, status }) => `  ${mark(status)} ${printable(path)}`),
    ...review ? reviewLines(review) : findings.map(({ message }) => colours.red(printable(message))),
  ]);
}

function describe({ from, to, entry, files, manifest }: RevisionDiff): string[] {
  if (files.length === 0 && manifest.length === 0 && !entry) return [`${from} and ${to} are the same.`];
  return [
    ...entry ? [`entry ${printable(entry.before)} -> ${printable(entry.after)}`] : [],
    ...manifest.map(({ part, name, change }) => `${mark(change)} ${part} ${printable(name)}`),
    ...files.flatMap(({ path, status, added, removed, patch }) => [
      colours.bold(`${mark(status)} ${printable(path)} (+${added} -${removed})`),
      ...patch === undefined ? ["  (too long to show)"] : printable(patch).trimEnd().split("\n").map(paint),
    ]),
  ];
}

function mark(change: string): string {
  if (change === "added") return colours.green("+");
  return change === "removed" ? colours.red("-") : colours.yellow("~");
}

function paint(line: string): string {
  if (line.startsWith("@@")) return colours.cyan(line);
  if (line.startsWith("+")) return colours.green(line);
  return line.startsWith("-") ? colours.red(line) : line;
}
