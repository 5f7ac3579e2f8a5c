import type { Command } from "commander";
import type { Deployment } from "@flora/model";
import { pickGuild } from "../guild.ts";
import { formatBytes, formatTime, print, printable, table } from "../output.ts";
import { type GlobalOptions, openSession } from "../session.ts";

export function addGet(program: Command): void {
  program.command("get")
    .description("show a guild's current deployment")
    .option("-g, --guild <id>", "the guild")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { guild?: string }>();
      const session = await openSession(options);
      const deployment = await session.client.deployment(pickGuild(session, options.guild));
      print(options.json ? JSON.stringify(deployment) : describe(deployment));
    });

  program.command("list")
    .description("list the current deployments of every guild you manage")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const { deployments } = await (await openSession(options)).client.deployments();
      if (options.json) return print(JSON.stringify({ deployments }));
      if (deployments.length === 0) return print("No deployments yet. Put one live with `flora deploy`.");
      const rows = deployments.map((
        one,
      ) => [one.guildId, String(one.number), one.revisionId, formatTime(one.createdAt), one.createdBy]);
      print(table(["GUILD", "NUMBER", "REVISION", "DEPLOYED (UTC)", "BY"], rows));
    });
}

function describe(deployment: Deployment): string {
  const { manifest } = deployment;
  return [
    `guild     ${deployment.guildId}`,
    `number    ${deployment.number}`,
    `revision  ${deployment.revisionId}`,
    `deployed  ${formatTime(deployment.createdAt)} UTC by ${printable(deployment.createdBy)}`,
    `entry     ${deployment.entry} (${deployment.files.length} files, ${
      formatBytes(deployment.codeBytes)
    } bundled)`,
    `events    ${manifest.events.join(", ") || "none"}`,
    `commands  ${manifest.commands.map((one) => `/${one.name}`).join(", ") || "none"}`,
    `crons     ${
      manifest.crons.map((cron) => `${cron.name} (${cron.expr} ${cron.timezone})`).join(", ") || "none"
    }`,
  ].join("\n");
}
