import { resolve } from "node:path";
import type { Command } from "commander";
import { collectSources, decodeText, dispose, type SourceFile } from "@flora/bundler";
import { pickGuild } from "../guild.ts";
import { colours, formatBytes, note, print } from "../output.ts";
import { entryHelp, findProject } from "../project/project.ts";
import { readConfig } from "../project/read-config.ts";
import { showReview } from "../review.ts";
import { type GlobalOptions, openSession } from "../session.ts";

interface DeployOptions extends GlobalOptions {
  guild?: string;
  root?: string;
}

export function addDeploy(program: Command): void {
  program.command("deploy")
    .description("bundle a project and put it live in a guild; a refusal leaves what runs as it is")
    .argument("[entry]", entryHelp)
    .option("-g, --guild <id>", "the guild to deploy to")
    .option("-r, --root <folder>", "the project's folder")
    .action(async (entryArgument: string | undefined, _options, command: Command) => {
      const options = command.optsWithGlobals<DeployOptions>();
      const session = await openSession(options);
      const guildId = pickGuild(session, options.guild);
      const config = await readConfig(resolve(options.root ?? "."));
      const { root, entry } = await findProject("deploy", config, {
        entry: entryArgument,
        root: options.root,
      });
      const sources = await readProject(root, entry);
      const bytes = sources.reduce((sum, source) => sum + source.bytes.length, 0);
      note(
        colours.dim(`Uploading ${sources.length} files, ${formatBytes(bytes)}, to guild ${guildId} …`),
      );
      const files = Object.fromEntries(sources.map(({ path, bytes }) => [path, decodeText(bytes, path)]));
      const { deployment, warnings, review } = await session.client.deploy(guildId, { entry, files });
      if (options.json) return print(JSON.stringify({ ok: true, deployment, warnings, review }));
      for (const warning of warnings) note(`${colours.yellow("warning")} ${warning}`);
      const { manifest } = deployment;
      print(
        `${colours.green("Live")} as deployment ${deployment.number} (${deployment.revisionId}), ${
          formatBytes(deployment.codeBytes)
        }`,
      );
      print(`  events    ${manifest.events.join(", ") || "none"}`);
      print(`  commands  ${manifest.commands.map((one) => `/${one.name}`).join(", ") || "none"}`);
      print(
        `  crons     ${manifest.crons.map((cron) => `${cron.name} (${cron.expr})`).join(", ") || "none"}`,
      );
      if (review) showReview(review);
    });
}

/** The files that the script is made of, bundled here once so that mistakes show without an upload. */
async function readProject(root: string, entry: string): Promise<SourceFile[]> {
  try {
    return await collectSources(root, entry);
  } finally {
    await dispose();
  }
}
