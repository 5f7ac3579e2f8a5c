import { resolve } from "node:path";
import type { Command } from "commander";
import { aboutGuild, inGuild } from "../in-guild.ts";
import { colours, formatBytes, note, printable } from "../output.ts";
import { startProgress } from "../progress.ts";
import { entryHelp, findProject } from "../project/project.ts";
import { readConfig } from "../project/read-config.ts";
import { readSources } from "../project/read-sources.ts";
import { reviewLines } from "../review.ts";

export function addDeploy(program: Command): void {
  aboutGuild(
    program.command("deploy")
      .description("bundle a project and put it live in a guild; a refusal leaves what runs as it is"),
  )
    .argument("[entry]", entryHelp)
    .option("-r, --root <folder>", "the project's folder")
    .action(inGuild<{ root?: string }>(async ({ client, guildId, options, answer }, given?: string) => {
      const config = await readConfig(resolve(options.root ?? "."));
      const project = await findProject("deploy", config, { entry: given, root: options.root });
      const progress = await startProgress(options.json ?? false);
      try {
        progress.step(`Bundling ${project.entry}`);
        const { files, bytes } = await readSources(project);
        progress.step(
          `Uploading ${Object.keys(files).length} files, ${formatBytes(bytes)}, to guild ${guildId}`,
        );
        const done = await client.deploy(guildId, { entry: project.entry, files });
        progress.end();
        if (!options.json) {
          for (const warning of done.warnings) note(`${colours.yellow("warning")} ${printable(warning)}`);
        }
        answer({ ok: true, ...done }, () => {
          const { number, revisionId, codeBytes, manifest } = done.deployment;
          const { events, commands, crons } = manifest;
          return [
            `${colours.green("Live")} as deployment ${number} (${revisionId}), ${formatBytes(codeBytes)}`,
            `  events    ${events.join(", ") || "none"}`,
            `  commands  ${commands.map(({ name }) => printable(`/${name}`)).join(", ") || "none"}`,
            `  crons     ${
              crons.map(({ name, expr }) => printable(`${name} (${expr})`)).join(", ") || "none"
            }`,
            ...done.review ? reviewLines(done.review) : [],
          ];
        });
      } finally {
        progress.end();
      }
    }));
}
